// Made from the zod schemas by build/generate.ts: change those, then run `npm run generate`.
"use strict";
export const toAgent = validate20;
const schema31 = {"properties":{}};
const pattern4 = new RegExp("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$", "u");
const pattern5 = new RegExp("^[0-9a-f]{64}$", "u");
const pattern6 = new RegExp("^[a-z][a-z0-9-]{0,62}(\\.[a-z][a-z0-9-]{0,40})?@[a-z0-9-]{1,63}$", "u");
const pattern8 = new RegExp("^[A-Za-z0-9._-]+(\\/[A-Za-z0-9._-]+)*$", "u");
const pattern9 = new RegExp("^$|^(?:[0-9a-zA-Z+/]{4})*(?:(?:[0-9a-zA-Z+/]{2}==)|(?:[0-9a-zA-Z+/]{3}=))?$", "u");
const pattern10 = new RegExp("^[0-9a-z-]{4,40}\\/[a-z0-9.-]{1,110}@[a-z0-9-]{1,63}\\/(stage|drain|converge|undrain|job)\\/[0-9]{1,6}$", "u");
const pattern15 = new RegExp("^https?:\\/\\/[^\\s/?#][^\\s]*$", "u");
const pattern16 = new RegExp("^[a-z_][a-z0-9_-]{0,31}$", "u");

function validate20(data, {instancePath=""}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(isTable(data)){
const tag0 = data.type;
if(typeof tag0 == "string"){
if(tag0 === "welcome"){
const _errs2 = errors;
if(errors === _errs2){
if(isTable(data)){
let missing0;
if(((((((((data.type === undefined) && (missing0 = "type")) || ((data.revision === undefined) && (missing0 = "revision"))) || ((data.host === undefined) && (missing0 = "host"))) || ((data.acknowledged === undefined) && (missing0 = "acknowledged"))) || ((data.factsHash === undefined) && (missing0 = "factsHash"))) || ((data.heartbeatMs === undefined) && (missing0 = "heartbeatMs"))) || ((data.spreadMs === undefined) && (missing0 = "spreadMs"))) || ((data.time === undefined) && (missing0 = "time"))){
return refuse(validate20, instancePath, lacking(missing0));
}
else {
const _errs4 = errors;
for(const key0 in data){
if(!((((((((key0 === "type") || (key0 === "revision")) || (key0 === "host")) || (key0 === "acknowledged")) || (key0 === "factsHash")) || (key0 === "heartbeatMs")) || (key0 === "spreadMs")) || (key0 === "time"))){
return refuse(validate20, instancePath, texts[0]);
break;
}
}
if(_errs4 === errors){
if(data.type !== undefined){
let data0 = data.type;
const _errs5 = errors;
if(typeof data0 !== "string"){
return refuse(validate20, instancePath+"/type", texts[1]);
}
if("welcome" !== data0){
return refuse(validate20, instancePath+"/type", texts[2]);
}
var valid2 = _errs5 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data.revision !== undefined){
let data1 = data.revision;
const _errs7 = errors;
if(!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))){
return refuse(validate20, instancePath+"/revision", texts[3]);
}
if(errors === _errs7){
if((typeof data1 == "number") && (isFinite(data1))){
if(data1 > 9007199254740991 || isNaN(data1)){
return refuse(validate20, instancePath+"/revision", texts[4]);
}
else {
if(data1 < 1 || isNaN(data1)){
return refuse(validate20, instancePath+"/revision", texts[5]);
}
}
}
}
var valid2 = _errs7 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data.host !== undefined){
let data2 = data.host;
const _errs9 = errors;
if(errors === _errs9){
if(typeof data2 === "string"){
if(!pattern4.test(data2)){
return refuse(validate20, instancePath+"/host", "must match pattern \""+"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$"+"\"");
}
}
else {
return refuse(validate20, instancePath+"/host", texts[1]);
}
}
var valid2 = _errs9 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data.acknowledged !== undefined){
let data3 = data.acknowledged;
const _errs11 = errors;
if(!(((typeof data3 == "number") && (!(data3 % 1) && !isNaN(data3))) && (isFinite(data3)))){
return refuse(validate20, instancePath+"/acknowledged", texts[3]);
}
if(errors === _errs11){
if((typeof data3 == "number") && (isFinite(data3))){
if(data3 > 9007199254740991 || isNaN(data3)){
return refuse(validate20, instancePath+"/acknowledged", texts[4]);
}
else {
if(data3 < 0 || isNaN(data3)){
return refuse(validate20, instancePath+"/acknowledged", texts[6]);
}
}
}
}
var valid2 = _errs11 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data.factsHash !== undefined){
let data4 = data.factsHash;
const _errs13 = errors;
const _errs14 = errors;
let valid3 = false;
const _errs15 = errors;
if(errors === _errs15){
if(typeof data4 === "string"){
if(!pattern5.test(data4)){
vErrors = noted(vErrors, instancePath+"/factsHash", "must match pattern \""+"^[0-9a-f]{64}$"+"\"");
errors++;
}
}
else {
vErrors = noted(vErrors, instancePath+"/factsHash", texts[1]);
errors++;
}
}
var _valid0 = _errs15 === errors;
valid3 = valid3 || _valid0;
const _errs17 = errors;
if(data4 !== null){
vErrors = noted(vErrors, instancePath+"/factsHash", texts[7]);
errors++;
}
var _valid0 = _errs17 === errors;
valid3 = valid3 || _valid0;
if(!valid3){
vErrors = noted(vErrors, instancePath+"/factsHash", texts[8]);
errors++;
validate20.errors = vErrors;
return false;
}
else {
errors = _errs14;
if(vErrors !== null){
if(_errs14){
vErrors.length = _errs14;
}
else {
vErrors = null;
}
}
}
var valid2 = _errs13 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data.heartbeatMs !== undefined){
let data5 = data.heartbeatMs;
const _errs19 = errors;
if(!(((typeof data5 == "number") && (!(data5 % 1) && !isNaN(data5))) && (isFinite(data5)))){
return refuse(validate20, instancePath+"/heartbeatMs", texts[3]);
}
if(errors === _errs19){
if((typeof data5 == "number") && (isFinite(data5))){
if(data5 > 600000 || isNaN(data5)){
return refuse(validate20, instancePath+"/heartbeatMs", texts[9]);
}
else {
if(data5 < 1000 || isNaN(data5)){
return refuse(validate20, instancePath+"/heartbeatMs", texts[10]);
}
}
}
}
var valid2 = _errs19 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data.spreadMs !== undefined){
let data6 = data.spreadMs;
const _errs21 = errors;
if(!(((typeof data6 == "number") && (!(data6 % 1) && !isNaN(data6))) && (isFinite(data6)))){
return refuse(validate20, instancePath+"/spreadMs", texts[3]);
}
if(errors === _errs21){
if((typeof data6 == "number") && (isFinite(data6))){
if(data6 > 600000 || isNaN(data6)){
return refuse(validate20, instancePath+"/spreadMs", texts[9]);
}
else {
if(data6 < 0 || isNaN(data6)){
return refuse(validate20, instancePath+"/spreadMs", texts[6]);
}
}
}
}
var valid2 = _errs21 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data.time !== undefined){
let data7 = data.time;
const _errs23 = errors;
if(!((typeof data7 == "number") && (isFinite(data7)))){
return refuse(validate20, instancePath+"/time", texts[11]);
}
var valid2 = _errs23 === errors;
}
else {
var valid2 = true;
}
}
}
}
}
}
}
}
}
}
}
else {
return refuse(validate20, instancePath, texts[12]);
}
}
var props0 = true;
}
else if(tag0 === "acknowledge"){
const _errs25 = errors;
if(errors === _errs25){
if(isTable(data)){
let missing1;
if(((data.type === undefined) && (missing1 = "type")) || ((data.seq === undefined) && (missing1 = "seq"))){
return refuse(validate20, instancePath, lacking(missing1));
}
else {
const _errs27 = errors;
for(const key1 in data){
if(!((key1 === "type") || (key1 === "seq"))){
return refuse(validate20, instancePath, texts[0]);
break;
}
}
if(_errs27 === errors){
if(data.type !== undefined){
let data8 = data.type;
const _errs28 = errors;
if(typeof data8 !== "string"){
return refuse(validate20, instancePath+"/type", texts[1]);
}
if("acknowledge" !== data8){
return refuse(validate20, instancePath+"/type", texts[2]);
}
var valid5 = _errs28 === errors;
}
else {
var valid5 = true;
}
if(valid5){
if(data.seq !== undefined){
let data9 = data.seq;
const _errs30 = errors;
if(!(((typeof data9 == "number") && (!(data9 % 1) && !isNaN(data9))) && (isFinite(data9)))){
return refuse(validate20, instancePath+"/seq", texts[3]);
}
if(errors === _errs30){
if((typeof data9 == "number") && (isFinite(data9))){
if(data9 > 9007199254740991 || isNaN(data9)){
return refuse(validate20, instancePath+"/seq", texts[4]);
}
else {
if(data9 < 0 || isNaN(data9)){
return refuse(validate20, instancePath+"/seq", texts[6]);
}
}
}
}
var valid5 = _errs30 === errors;
}
else {
var valid5 = true;
}
}
}
}
}
else {
return refuse(validate20, instancePath, texts[12]);
}
}
if(props0 !== true){
props0 = true;
}
}
else if(tag0 === "plan"){
const _errs32 = errors;
if(errors === _errs32){
if(isTable(data)){
let missing2;
if(((((((data.type === undefined) && (missing2 = "type")) || ((data.id === undefined) && (missing2 = "id"))) || ((data.instance === undefined) && (missing2 = "instance"))) || ((data.catalog === undefined) && (missing2 = "catalog"))) || ((data.sealed === undefined) && (missing2 = "sealed"))) || ((data.simulate === undefined) && (missing2 = "simulate"))){
return refuse(validate20, instancePath, lacking(missing2));
}
else {
const _errs34 = errors;
for(const key2 in data){
if(!((((((key2 === "type") || (key2 === "id")) || (key2 === "instance")) || (key2 === "catalog")) || (key2 === "sealed")) || (key2 === "simulate"))){
return refuse(validate20, instancePath, texts[0]);
break;
}
}
if(_errs34 === errors){
if(data.type !== undefined){
let data10 = data.type;
const _errs35 = errors;
if(typeof data10 !== "string"){
return refuse(validate20, instancePath+"/type", texts[1]);
}
if("plan" !== data10){
return refuse(validate20, instancePath+"/type", texts[2]);
}
var valid7 = _errs35 === errors;
}
else {
var valid7 = true;
}
if(valid7){
if(data.id !== undefined){
let data11 = data.id;
const _errs37 = errors;
if(errors === _errs37){
if(typeof data11 === "string"){
if(data11.length > 64 && [...data11].length > 64){
return refuse(validate20, instancePath+"/id", texts[13]);
}
else {
if(data11.length < 1){
return refuse(validate20, instancePath+"/id", texts[14]);
}
}
}
else {
return refuse(validate20, instancePath+"/id", texts[1]);
}
}
var valid7 = _errs37 === errors;
}
else {
var valid7 = true;
}
if(valid7){
if(data.instance !== undefined){
let data12 = data.instance;
const _errs39 = errors;
if(errors === _errs39){
if(typeof data12 === "string"){
if(!pattern6.test(data12)){
return refuse(validate20, instancePath+"/instance", "must match pattern \""+"^[a-z][a-z0-9-]{0,62}(\\.[a-z][a-z0-9-]{0,40})?@[a-z0-9-]{1,63}$"+"\"");
}
}
else {
return refuse(validate20, instancePath+"/instance", texts[1]);
}
}
var valid7 = _errs39 === errors;
}
else {
var valid7 = true;
}
if(valid7){
if(data.catalog !== undefined){
let data13 = data.catalog;
const _errs41 = errors;
if(errors === _errs41){
if(typeof data13 === "string"){
if(!pattern5.test(data13)){
return refuse(validate20, instancePath+"/catalog", "must match pattern \""+"^[0-9a-f]{64}$"+"\"");
}
}
else {
return refuse(validate20, instancePath+"/catalog", texts[1]);
}
}
var valid7 = _errs41 === errors;
}
else {
var valid7 = true;
}
if(valid7){
if(data.sealed !== undefined){
let data14 = data.sealed;
const _errs43 = errors;
if(errors === _errs43){
if(Array.isArray(data14)){
if(data14.length > 200){
return refuse(validate20, instancePath+"/sealed", texts[15]);
}
else {
var valid8 = true;
const len0 = data14.length;
for(let i0=0; i0<len0; i0++){
let data15 = data14[i0];
const _errs45 = errors;
if(errors === _errs45){
if(isTable(data15)){
let missing3;
if((((data15.name === undefined) && (missing3 = "name")) || ((data15.version === undefined) && (missing3 = "version"))) || ((data15.box === undefined) && (missing3 = "box"))){
return refuse(validate20, instancePath+"/sealed/" + i0, lacking(missing3));
}
else {
const _errs47 = errors;
for(const key3 in data15){
if(!(((key3 === "name") || (key3 === "version")) || (key3 === "box"))){
return refuse(validate20, instancePath+"/sealed/" + i0, texts[0]);
break;
}
}
if(_errs47 === errors){
if(data15.name !== undefined){
let data16 = data15.name;
const _errs48 = errors;
if(errors === _errs48){
if(typeof data16 === "string"){
if(!pattern8.test(data16)){
return refuse(validate20, instancePath+"/sealed/" + i0+"/name", "must match pattern \""+"^[A-Za-z0-9._-]+(\\/[A-Za-z0-9._-]+)*$"+"\"");
}
else {
if(data16.length > 200 && [...data16].length > 200){
return refuse(validate20, instancePath+"/sealed/" + i0+"/name", texts[16]);
}
}
}
else {
return refuse(validate20, instancePath+"/sealed/" + i0+"/name", texts[1]);
}
}
var valid9 = _errs48 === errors;
}
else {
var valid9 = true;
}
if(valid9){
if(data15.version !== undefined){
let data17 = data15.version;
const _errs50 = errors;
if(!(((typeof data17 == "number") && (!(data17 % 1) && !isNaN(data17))) && (isFinite(data17)))){
return refuse(validate20, instancePath+"/sealed/" + i0+"/version", texts[3]);
}
if(errors === _errs50){
if((typeof data17 == "number") && (isFinite(data17))){
if(data17 > 9007199254740991 || isNaN(data17)){
return refuse(validate20, instancePath+"/sealed/" + i0+"/version", texts[4]);
}
else {
if(data17 < 1 || isNaN(data17)){
return refuse(validate20, instancePath+"/sealed/" + i0+"/version", texts[5]);
}
}
}
}
var valid9 = _errs50 === errors;
}
else {
var valid9 = true;
}
if(valid9){
if(data15.box !== undefined){
let data18 = data15.box;
const _errs52 = errors;
if(errors === _errs52){
if(errors === _errs52){
if(typeof data18 === "string"){
if(!pattern9.test(data18)){
return refuse(validate20, instancePath+"/sealed/" + i0+"/box", "must match pattern \""+"^$|^(?:[0-9a-zA-Z+/]{4})*(?:(?:[0-9a-zA-Z+/]{2}==)|(?:[0-9a-zA-Z+/]{3}=))?$"+"\"");
}
else {
if(data18.length > 65536 && [...data18].length > 65536){
return refuse(validate20, instancePath+"/sealed/" + i0+"/box", texts[17]);
}
}
}
else {
return refuse(validate20, instancePath+"/sealed/" + i0+"/box", texts[1]);
}
}
}
var valid9 = _errs52 === errors;
}
else {
var valid9 = true;
}
}
}
}
}
}
else {
return refuse(validate20, instancePath+"/sealed/" + i0, texts[12]);
}
}
var valid8 = _errs45 === errors;
if(!valid8){
break;
}
}
}
}
else {
return refuse(validate20, instancePath+"/sealed", texts[18]);
}
}
var valid7 = _errs43 === errors;
}
else {
var valid7 = true;
}
if(valid7){
if(data.simulate !== undefined){
const _errs54 = errors;
if(typeof data.simulate !== "boolean"){
return refuse(validate20, instancePath+"/simulate", texts[19]);
}
var valid7 = _errs54 === errors;
}
else {
var valid7 = true;
}
}
}
}
}
}
}
}
}
else {
return refuse(validate20, instancePath, texts[12]);
}
}
if(props0 !== true){
props0 = true;
}
}
else if(tag0 === "apply"){
const _errs56 = errors;
if(errors === _errs56){
if(isTable(data)){
let missing4;
if(((((((data.type === undefined) && (missing4 = "type")) || ((data.assignment === undefined) && (missing4 = "assignment"))) || ((data.catalog === undefined) && (missing4 = "catalog"))) || ((data.sealed === undefined) && (missing4 = "sealed"))) || ((data.term === undefined) && (missing4 = "term"))) || ((data.notAfter === undefined) && (missing4 = "notAfter"))){
return refuse(validate20, instancePath, lacking(missing4));
}
else {
const _errs58 = errors;
for(const key4 in data){
if(!((((((key4 === "type") || (key4 === "assignment")) || (key4 === "catalog")) || (key4 === "sealed")) || (key4 === "term")) || (key4 === "notAfter"))){
return refuse(validate20, instancePath, texts[0]);
break;
}
}
if(_errs58 === errors){
if(data.type !== undefined){
let data20 = data.type;
const _errs59 = errors;
if(typeof data20 !== "string"){
return refuse(validate20, instancePath+"/type", texts[1]);
}
if("apply" !== data20){
return refuse(validate20, instancePath+"/type", texts[2]);
}
var valid11 = _errs59 === errors;
}
else {
var valid11 = true;
}
if(valid11){
if(data.assignment !== undefined){
let data21 = data.assignment;
const _errs61 = errors;
if(errors === _errs61){
if(typeof data21 === "string"){
if(!pattern10.test(data21)){
return refuse(validate20, instancePath+"/assignment", "must match pattern \""+"^[0-9a-z-]{4,40}\\/[a-z0-9.-]{1,110}@[a-z0-9-]{1,63}\\/(stage|drain|converge|undrain|job)\\/[0-9]{1,6}$"+"\"");
}
}
else {
return refuse(validate20, instancePath+"/assignment", texts[1]);
}
}
var valid11 = _errs61 === errors;
}
else {
var valid11 = true;
}
if(valid11){
if(data.catalog !== undefined){
let data22 = data.catalog;
const _errs63 = errors;
if(errors === _errs63){
if(typeof data22 === "string"){
if(!pattern5.test(data22)){
return refuse(validate20, instancePath+"/catalog", "must match pattern \""+"^[0-9a-f]{64}$"+"\"");
}
}
else {
return refuse(validate20, instancePath+"/catalog", texts[1]);
}
}
var valid11 = _errs63 === errors;
}
else {
var valid11 = true;
}
if(valid11){
if(data.sealed !== undefined){
let data23 = data.sealed;
const _errs65 = errors;
if(errors === _errs65){
if(Array.isArray(data23)){
if(data23.length > 200){
return refuse(validate20, instancePath+"/sealed", texts[15]);
}
else {
var valid12 = true;
const len1 = data23.length;
for(let i1=0; i1<len1; i1++){
let data24 = data23[i1];
const _errs67 = errors;
if(errors === _errs67){
if(isTable(data24)){
let missing5;
if((((data24.name === undefined) && (missing5 = "name")) || ((data24.version === undefined) && (missing5 = "version"))) || ((data24.box === undefined) && (missing5 = "box"))){
return refuse(validate20, instancePath+"/sealed/" + i1, lacking(missing5));
}
else {
const _errs69 = errors;
for(const key5 in data24){
if(!(((key5 === "name") || (key5 === "version")) || (key5 === "box"))){
return refuse(validate20, instancePath+"/sealed/" + i1, texts[0]);
break;
}
}
if(_errs69 === errors){
if(data24.name !== undefined){
let data25 = data24.name;
const _errs70 = errors;
if(errors === _errs70){
if(typeof data25 === "string"){
if(!pattern8.test(data25)){
return refuse(validate20, instancePath+"/sealed/" + i1+"/name", "must match pattern \""+"^[A-Za-z0-9._-]+(\\/[A-Za-z0-9._-]+)*$"+"\"");
}
else {
if(data25.length > 200 && [...data25].length > 200){
return refuse(validate20, instancePath+"/sealed/" + i1+"/name", texts[16]);
}
}
}
else {
return refuse(validate20, instancePath+"/sealed/" + i1+"/name", texts[1]);
}
}
var valid13 = _errs70 === errors;
}
else {
var valid13 = true;
}
if(valid13){
if(data24.version !== undefined){
let data26 = data24.version;
const _errs72 = errors;
if(!(((typeof data26 == "number") && (!(data26 % 1) && !isNaN(data26))) && (isFinite(data26)))){
return refuse(validate20, instancePath+"/sealed/" + i1+"/version", texts[3]);
}
if(errors === _errs72){
if((typeof data26 == "number") && (isFinite(data26))){
if(data26 > 9007199254740991 || isNaN(data26)){
return refuse(validate20, instancePath+"/sealed/" + i1+"/version", texts[4]);
}
else {
if(data26 < 1 || isNaN(data26)){
return refuse(validate20, instancePath+"/sealed/" + i1+"/version", texts[5]);
}
}
}
}
var valid13 = _errs72 === errors;
}
else {
var valid13 = true;
}
if(valid13){
if(data24.box !== undefined){
let data27 = data24.box;
const _errs74 = errors;
if(errors === _errs74){
if(errors === _errs74){
if(typeof data27 === "string"){
if(!pattern9.test(data27)){
return refuse(validate20, instancePath+"/sealed/" + i1+"/box", "must match pattern \""+"^$|^(?:[0-9a-zA-Z+/]{4})*(?:(?:[0-9a-zA-Z+/]{2}==)|(?:[0-9a-zA-Z+/]{3}=))?$"+"\"");
}
else {
if(data27.length > 65536 && [...data27].length > 65536){
return refuse(validate20, instancePath+"/sealed/" + i1+"/box", texts[17]);
}
}
}
else {
return refuse(validate20, instancePath+"/sealed/" + i1+"/box", texts[1]);
}
}
}
var valid13 = _errs74 === errors;
}
else {
var valid13 = true;
}
}
}
}
}
}
else {
return refuse(validate20, instancePath+"/sealed/" + i1, texts[12]);
}
}
var valid12 = _errs67 === errors;
if(!valid12){
break;
}
}
}
}
else {
return refuse(validate20, instancePath+"/sealed", texts[18]);
}
}
var valid11 = _errs65 === errors;
}
else {
var valid11 = true;
}
if(valid11){
if(data.term !== undefined){
let data28 = data.term;
const _errs76 = errors;
if(!(((typeof data28 == "number") && (!(data28 % 1) && !isNaN(data28))) && (isFinite(data28)))){
return refuse(validate20, instancePath+"/term", texts[3]);
}
if(errors === _errs76){
if((typeof data28 == "number") && (isFinite(data28))){
if(data28 > 9007199254740991 || isNaN(data28)){
return refuse(validate20, instancePath+"/term", texts[4]);
}
else {
if(data28 < 0 || isNaN(data28)){
return refuse(validate20, instancePath+"/term", texts[6]);
}
}
}
}
var valid11 = _errs76 === errors;
}
else {
var valid11 = true;
}
if(valid11){
if(data.notAfter !== undefined){
let data29 = data.notAfter;
const _errs78 = errors;
if(!((typeof data29 == "number") && (isFinite(data29)))){
return refuse(validate20, instancePath+"/notAfter", texts[11]);
}
var valid11 = _errs78 === errors;
}
else {
var valid11 = true;
}
}
}
}
}
}
}
}
}
else {
return refuse(validate20, instancePath, texts[12]);
}
}
if(props0 !== true){
props0 = true;
}
}
else if(tag0 === "cancel"){
const _errs80 = errors;
if(errors === _errs80){
if(isTable(data)){
let missing6;
if(((data.type === undefined) && (missing6 = "type")) || ((data.assignment === undefined) && (missing6 = "assignment"))){
return refuse(validate20, instancePath, lacking(missing6));
}
else {
const _errs82 = errors;
for(const key6 in data){
if(!(((key6 === "type") || (key6 === "assignment")) || (key6 === "kill"))){
return refuse(validate20, instancePath, texts[0]);
break;
}
}
if(_errs82 === errors){
if(data.type !== undefined){
let data30 = data.type;
const _errs83 = errors;
if(typeof data30 !== "string"){
return refuse(validate20, instancePath+"/type", texts[1]);
}
if("cancel" !== data30){
return refuse(validate20, instancePath+"/type", texts[2]);
}
var valid15 = _errs83 === errors;
}
else {
var valid15 = true;
}
if(valid15){
if(data.assignment !== undefined){
let data31 = data.assignment;
const _errs85 = errors;
if(errors === _errs85){
if(typeof data31 === "string"){
if(!pattern10.test(data31)){
return refuse(validate20, instancePath+"/assignment", "must match pattern \""+"^[0-9a-z-]{4,40}\\/[a-z0-9.-]{1,110}@[a-z0-9-]{1,63}\\/(stage|drain|converge|undrain|job)\\/[0-9]{1,6}$"+"\"");
}
}
else {
return refuse(validate20, instancePath+"/assignment", texts[1]);
}
}
var valid15 = _errs85 === errors;
}
else {
var valid15 = true;
}
if(valid15){
if(data.kill !== undefined){
const _errs87 = errors;
if(typeof data.kill !== "boolean"){
return refuse(validate20, instancePath+"/kill", texts[19]);
}
var valid15 = _errs87 === errors;
}
else {
var valid15 = true;
}
}
}
}
}
}
else {
return refuse(validate20, instancePath, texts[12]);
}
}
if(props0 !== true){
props0 = true;
}
}
else if(tag0 === "question"){
const _errs89 = errors;
if(errors === _errs89){
if(isTable(data)){
let missing7;
if(((((data.type === undefined) && (missing7 = "type")) || ((data.id === undefined) && (missing7 = "id"))) || ((data.asks === undefined) && (missing7 = "asks"))) || ((data.sealed === undefined) && (missing7 = "sealed"))){
return refuse(validate20, instancePath, lacking(missing7));
}
else {
const _errs91 = errors;
for(const key7 in data){
if(!((((key7 === "type") || (key7 === "id")) || (key7 === "asks")) || (key7 === "sealed"))){
return refuse(validate20, instancePath, texts[0]);
break;
}
}
if(_errs91 === errors){
if(data.type !== undefined){
let data33 = data.type;
const _errs92 = errors;
if(typeof data33 !== "string"){
return refuse(validate20, instancePath+"/type", texts[1]);
}
if("question" !== data33){
return refuse(validate20, instancePath+"/type", texts[2]);
}
var valid17 = _errs92 === errors;
}
else {
var valid17 = true;
}
if(valid17){
if(data.id !== undefined){
let data34 = data.id;
const _errs94 = errors;
if(errors === _errs94){
if(typeof data34 === "string"){
if(data34.length > 64 && [...data34].length > 64){
return refuse(validate20, instancePath+"/id", texts[13]);
}
else {
if(data34.length < 1){
return refuse(validate20, instancePath+"/id", texts[14]);
}
}
}
else {
return refuse(validate20, instancePath+"/id", texts[1]);
}
}
var valid17 = _errs94 === errors;
}
else {
var valid17 = true;
}
if(valid17){
if(data.asks !== undefined){
let data35 = data.asks;
const _errs96 = errors;
if(errors === _errs96){
if(Array.isArray(data35)){
if(data35.length > 64){
return refuse(validate20, instancePath+"/asks", texts[20]);
}
else {
if(data35.length < 1){
return refuse(validate20, instancePath+"/asks", texts[21]);
}
else {
var valid18 = true;
const len2 = data35.length;
for(let i2=0; i2<len2; i2++){
let data36 = data35[i2];
const _errs98 = errors;
if(errors === _errs98){
if(isTable(data36)){
const tag1 = data36.ask;
if(typeof tag1 == "string"){
if(tag1 === "tcp"){
const _errs101 = errors;
if(errors === _errs101){
if(isTable(data36)){
if(data36.timeoutMs === undefined){
data36.timeoutMs = 5000;
}
let missing8;
if(((data36.ask === undefined) && (missing8 = "ask")) || ((data36.port === undefined) && (missing8 = "port"))){
return refuse(validate20, instancePath+"/asks/" + i2, lacking(missing8));
}
else {
const _errs103 = errors;
for(const key8 in data36){
if(!((((key8 === "ask") || (key8 === "host")) || (key8 === "port")) || (key8 === "timeoutMs"))){
return refuse(validate20, instancePath+"/asks/" + i2, texts[0]);
break;
}
}
if(_errs103 === errors){
if(data36.ask !== undefined){
let data37 = data36.ask;
const _errs104 = errors;
if(typeof data37 !== "string"){
return refuse(validate20, instancePath+"/asks/" + i2+"/ask", texts[1]);
}
if("tcp" !== data37){
return refuse(validate20, instancePath+"/asks/" + i2+"/ask", texts[2]);
}
var valid21 = _errs104 === errors;
}
else {
var valid21 = true;
}
if(valid21){
if(data36.host !== undefined){
let data38 = data36.host;
const _errs106 = errors;
if(errors === _errs106){
if(typeof data38 === "string"){
if(data38.length > 255 && [...data38].length > 255){
return refuse(validate20, instancePath+"/asks/" + i2+"/host", texts[22]);
}
}
else {
return refuse(validate20, instancePath+"/asks/" + i2+"/host", texts[1]);
}
}
var valid21 = _errs106 === errors;
}
else {
var valid21 = true;
}
if(valid21){
if(data36.port !== undefined){
let data39 = data36.port;
const _errs108 = errors;
if(!(((typeof data39 == "number") && (!(data39 % 1) && !isNaN(data39))) && (isFinite(data39)))){
return refuse(validate20, instancePath+"/asks/" + i2+"/port", texts[3]);
}
if(errors === _errs108){
if((typeof data39 == "number") && (isFinite(data39))){
if(data39 > 65535 || isNaN(data39)){
return refuse(validate20, instancePath+"/asks/" + i2+"/port", texts[23]);
}
else {
if(data39 < 1 || isNaN(data39)){
return refuse(validate20, instancePath+"/asks/" + i2+"/port", texts[5]);
}
}
}
}
var valid21 = _errs108 === errors;
}
else {
var valid21 = true;
}
if(valid21){
let data40 = data36.timeoutMs;
const _errs110 = errors;
if(!(((typeof data40 == "number") && (!(data40 % 1) && !isNaN(data40))) && (isFinite(data40)))){
return refuse(validate20, instancePath+"/asks/" + i2+"/timeoutMs", texts[3]);
}
if(errors === _errs110){
if((typeof data40 == "number") && (isFinite(data40))){
if(data40 > 60000 || isNaN(data40)){
return refuse(validate20, instancePath+"/asks/" + i2+"/timeoutMs", texts[24]);
}
else {
if(data40 < 100 || isNaN(data40)){
return refuse(validate20, instancePath+"/asks/" + i2+"/timeoutMs", texts[25]);
}
}
}
}
var valid21 = _errs110 === errors;
}
}
}
}
}
}
else {
return refuse(validate20, instancePath+"/asks/" + i2, texts[12]);
}
}
var props1 = true;
}
else if(tag1 === "http"){
const _errs112 = errors;
if(errors === _errs112){
if(isTable(data36)){
if(data36.timeoutMs === undefined){
data36.timeoutMs = 5000;
}
let missing9;
if(((data36.ask === undefined) && (missing9 = "ask")) || ((data36.url === undefined) && (missing9 = "url"))){
return refuse(validate20, instancePath+"/asks/" + i2, lacking(missing9));
}
else {
const _errs114 = errors;
for(const key9 in data36){
if(!(((key9 === "ask") || (key9 === "url")) || (key9 === "timeoutMs"))){
return refuse(validate20, instancePath+"/asks/" + i2, texts[0]);
break;
}
}
if(_errs114 === errors){
if(data36.ask !== undefined){
let data41 = data36.ask;
const _errs115 = errors;
if(typeof data41 !== "string"){
return refuse(validate20, instancePath+"/asks/" + i2+"/ask", texts[1]);
}
if("http" !== data41){
return refuse(validate20, instancePath+"/asks/" + i2+"/ask", texts[2]);
}
var valid23 = _errs115 === errors;
}
else {
var valid23 = true;
}
if(valid23){
if(data36.url !== undefined){
let data42 = data36.url;
const _errs117 = errors;
if(errors === _errs117){
if(typeof data42 === "string"){
if(!pattern15.test(data42)){
return refuse(validate20, instancePath+"/asks/" + i2+"/url", "must match pattern \""+"^https?:\\/\\/[^\\s/?#][^\\s]*$"+"\"");
}
else {
if(data42.length > 2048 && [...data42].length > 2048){
return refuse(validate20, instancePath+"/asks/" + i2+"/url", texts[26]);
}
}
}
else {
return refuse(validate20, instancePath+"/asks/" + i2+"/url", texts[1]);
}
}
var valid23 = _errs117 === errors;
}
else {
var valid23 = true;
}
if(valid23){
let data43 = data36.timeoutMs;
const _errs119 = errors;
if(!(((typeof data43 == "number") && (!(data43 % 1) && !isNaN(data43))) && (isFinite(data43)))){
return refuse(validate20, instancePath+"/asks/" + i2+"/timeoutMs", texts[3]);
}
if(errors === _errs119){
if((typeof data43 == "number") && (isFinite(data43))){
if(data43 > 60000 || isNaN(data43)){
return refuse(validate20, instancePath+"/asks/" + i2+"/timeoutMs", texts[24]);
}
else {
if(data43 < 100 || isNaN(data43)){
return refuse(validate20, instancePath+"/asks/" + i2+"/timeoutMs", texts[25]);
}
}
}
}
var valid23 = _errs119 === errors;
}
}
}
}
}
else {
return refuse(validate20, instancePath+"/asks/" + i2, texts[12]);
}
}
if(props1 !== true){
props1 = true;
}
}
else if(tag1 === "file"){
const _errs121 = errors;
if(errors === _errs121){
if(isTable(data36)){
let missing10;
if(((data36.ask === undefined) && (missing10 = "ask")) || ((data36.path === undefined) && (missing10 = "path"))){
return refuse(validate20, instancePath+"/asks/" + i2, lacking(missing10));
}
else {
const _errs123 = errors;
for(const key10 in data36){
if(!(((key10 === "ask") || (key10 === "path")) || (key10 === "as"))){
return refuse(validate20, instancePath+"/asks/" + i2, texts[0]);
break;
}
}
if(_errs123 === errors){
if(data36.ask !== undefined){
let data44 = data36.ask;
const _errs124 = errors;
if(typeof data44 !== "string"){
return refuse(validate20, instancePath+"/asks/" + i2+"/ask", texts[1]);
}
if("file" !== data44){
return refuse(validate20, instancePath+"/asks/" + i2+"/ask", texts[2]);
}
var valid25 = _errs124 === errors;
}
else {
var valid25 = true;
}
if(valid25){
if(data36.path !== undefined){
let data45 = data36.path;
const _errs126 = errors;
if(errors === _errs126){
if(typeof data45 === "string"){
if(data45.length > 4096 && [...data45].length > 4096){
return refuse(validate20, instancePath+"/asks/" + i2+"/path", texts[27]);
}
}
else {
return refuse(validate20, instancePath+"/asks/" + i2+"/path", texts[1]);
}
}
var valid25 = _errs126 === errors;
}
else {
var valid25 = true;
}
if(valid25){
if(data36.as !== undefined){
let data46 = data36.as;
const _errs128 = errors;
if(typeof data46 !== "string"){
return refuse(validate20, instancePath+"/asks/" + i2+"/as", texts[1]);
}
if(!((data46 === "digest") || (data46 === "bytes"))){
return refuse(validate20, instancePath+"/asks/" + i2+"/as", texts[28]);
}
var valid25 = _errs128 === errors;
}
else {
var valid25 = true;
}
}
}
}
}
}
else {
return refuse(validate20, instancePath+"/asks/" + i2, texts[12]);
}
}
if(props1 !== true){
props1 = true;
}
}
else if(tag1 === "unit"){
const _errs130 = errors;
if(errors === _errs130){
if(isTable(data36)){
let missing11;
if(((data36.ask === undefined) && (missing11 = "ask")) || ((data36.name === undefined) && (missing11 = "name"))){
return refuse(validate20, instancePath+"/asks/" + i2, lacking(missing11));
}
else {
const _errs132 = errors;
for(const key11 in data36){
if(!((key11 === "ask") || (key11 === "name"))){
return refuse(validate20, instancePath+"/asks/" + i2, texts[0]);
break;
}
}
if(_errs132 === errors){
if(data36.ask !== undefined){
let data47 = data36.ask;
const _errs133 = errors;
if(typeof data47 !== "string"){
return refuse(validate20, instancePath+"/asks/" + i2+"/ask", texts[1]);
}
if("unit" !== data47){
return refuse(validate20, instancePath+"/asks/" + i2+"/ask", texts[2]);
}
var valid27 = _errs133 === errors;
}
else {
var valid27 = true;
}
if(valid27){
if(data36.name !== undefined){
let data48 = data36.name;
const _errs135 = errors;
if(errors === _errs135){
if(typeof data48 === "string"){
if(data48.length > 256 && [...data48].length > 256){
return refuse(validate20, instancePath+"/asks/" + i2+"/name", texts[29]);
}
}
else {
return refuse(validate20, instancePath+"/asks/" + i2+"/name", texts[1]);
}
}
var valid27 = _errs135 === errors;
}
else {
var valid27 = true;
}
}
}
}
}
else {
return refuse(validate20, instancePath+"/asks/" + i2, texts[12]);
}
}
if(props1 !== true){
props1 = true;
}
}
else if(tag1 === "redis"){
const _errs137 = errors;
if(errors === _errs137){
if(isTable(data36)){
if(data36.timeoutMs === undefined){
data36.timeoutMs = 5000;
}
let missing12;
if((((data36.ask === undefined) && (missing12 = "ask")) || ((data36.port === undefined) && (missing12 = "port"))) || ((data36.words === undefined) && (missing12 = "words"))){
return refuse(validate20, instancePath+"/asks/" + i2, lacking(missing12));
}
else {
const _errs139 = errors;
for(const key12 in data36){
if(!((((((key12 === "ask") || (key12 === "host")) || (key12 === "port")) || (key12 === "words")) || (key12 === "password")) || (key12 === "timeoutMs"))){
return refuse(validate20, instancePath+"/asks/" + i2, texts[0]);
break;
}
}
if(_errs139 === errors){
if(data36.ask !== undefined){
let data49 = data36.ask;
const _errs140 = errors;
if(typeof data49 !== "string"){
return refuse(validate20, instancePath+"/asks/" + i2+"/ask", texts[1]);
}
if("redis" !== data49){
return refuse(validate20, instancePath+"/asks/" + i2+"/ask", texts[2]);
}
var valid29 = _errs140 === errors;
}
else {
var valid29 = true;
}
if(valid29){
if(data36.host !== undefined){
let data50 = data36.host;
const _errs142 = errors;
if(errors === _errs142){
if(typeof data50 === "string"){
if(data50.length > 255 && [...data50].length > 255){
return refuse(validate20, instancePath+"/asks/" + i2+"/host", texts[22]);
}
}
else {
return refuse(validate20, instancePath+"/asks/" + i2+"/host", texts[1]);
}
}
var valid29 = _errs142 === errors;
}
else {
var valid29 = true;
}
if(valid29){
if(data36.port !== undefined){
let data51 = data36.port;
const _errs144 = errors;
if(!(((typeof data51 == "number") && (!(data51 % 1) && !isNaN(data51))) && (isFinite(data51)))){
return refuse(validate20, instancePath+"/asks/" + i2+"/port", texts[3]);
}
if(errors === _errs144){
if((typeof data51 == "number") && (isFinite(data51))){
if(data51 > 65535 || isNaN(data51)){
return refuse(validate20, instancePath+"/asks/" + i2+"/port", texts[23]);
}
else {
if(data51 < 1 || isNaN(data51)){
return refuse(validate20, instancePath+"/asks/" + i2+"/port", texts[5]);
}
}
}
}
var valid29 = _errs144 === errors;
}
else {
var valid29 = true;
}
if(valid29){
if(data36.words !== undefined){
let data52 = data36.words;
const _errs146 = errors;
if(errors === _errs146){
if(Array.isArray(data52)){
if(data52.length > 16){
return refuse(validate20, instancePath+"/asks/" + i2+"/words", texts[30]);
}
else {
if(data52.length < 1){
return refuse(validate20, instancePath+"/asks/" + i2+"/words", texts[21]);
}
else {
var valid30 = true;
const len3 = data52.length;
for(let i3=0; i3<len3; i3++){
let data53 = data52[i3];
const _errs148 = errors;
if(errors === _errs148){
if(typeof data53 === "string"){
if(data53.length > 1024 && [...data53].length > 1024){
return refuse(validate20, instancePath+"/asks/" + i2+"/words/" + i3, texts[31]);
}
}
else {
return refuse(validate20, instancePath+"/asks/" + i2+"/words/" + i3, texts[1]);
}
}
var valid30 = _errs148 === errors;
if(!valid30){
break;
}
}
}
}
}
else {
return refuse(validate20, instancePath+"/asks/" + i2+"/words", texts[18]);
}
}
var valid29 = _errs146 === errors;
}
else {
var valid29 = true;
}
if(valid29){
if(data36.password !== undefined){
let data54 = data36.password;
const _errs150 = errors;
if(errors === _errs150){
if(typeof data54 === "string"){
if(data54.length > 1024 && [...data54].length > 1024){
return refuse(validate20, instancePath+"/asks/" + i2+"/password", texts[31]);
}
}
else {
return refuse(validate20, instancePath+"/asks/" + i2+"/password", texts[1]);
}
}
var valid29 = _errs150 === errors;
}
else {
var valid29 = true;
}
if(valid29){
let data55 = data36.timeoutMs;
const _errs152 = errors;
if(!(((typeof data55 == "number") && (!(data55 % 1) && !isNaN(data55))) && (isFinite(data55)))){
return refuse(validate20, instancePath+"/asks/" + i2+"/timeoutMs", texts[3]);
}
if(errors === _errs152){
if((typeof data55 == "number") && (isFinite(data55))){
if(data55 > 60000 || isNaN(data55)){
return refuse(validate20, instancePath+"/asks/" + i2+"/timeoutMs", texts[24]);
}
else {
if(data55 < 100 || isNaN(data55)){
return refuse(validate20, instancePath+"/asks/" + i2+"/timeoutMs", texts[25]);
}
}
}
}
var valid29 = _errs152 === errors;
}
}
}
}
}
}
}
}
else {
return refuse(validate20, instancePath+"/asks/" + i2, texts[12]);
}
}
if(props1 !== true){
props1 = true;
}
}
else if(tag1 === "command"){
const _errs154 = errors;
if(errors === _errs154){
if(isTable(data36)){
if(data36.timeoutMs === undefined){
data36.timeoutMs = 5000;
}
let missing13;
if(((data36.ask === undefined) && (missing13 = "ask")) || ((data36.argv === undefined) && (missing13 = "argv"))){
return refuse(validate20, instancePath+"/asks/" + i2, lacking(missing13));
}
else {
const _errs156 = errors;
for(const key13 in data36){
if(!((((key13 === "ask") || (key13 === "argv")) || (key13 === "group")) || (key13 === "timeoutMs"))){
return refuse(validate20, instancePath+"/asks/" + i2, texts[0]);
break;
}
}
if(_errs156 === errors){
if(data36.ask !== undefined){
let data56 = data36.ask;
const _errs157 = errors;
if(typeof data56 !== "string"){
return refuse(validate20, instancePath+"/asks/" + i2+"/ask", texts[1]);
}
if("command" !== data56){
return refuse(validate20, instancePath+"/asks/" + i2+"/ask", texts[2]);
}
var valid32 = _errs157 === errors;
}
else {
var valid32 = true;
}
if(valid32){
if(data36.argv !== undefined){
let data57 = data36.argv;
const _errs159 = errors;
if(errors === _errs159){
if(Array.isArray(data57)){
if(data57.length > 256){
return refuse(validate20, instancePath+"/asks/" + i2+"/argv", texts[32]);
}
else {
if(data57.length < 1){
return refuse(validate20, instancePath+"/asks/" + i2+"/argv", texts[21]);
}
else {
var valid33 = true;
const len4 = data57.length;
for(let i4=0; i4<len4; i4++){
let data58 = data57[i4];
const _errs161 = errors;
if(errors === _errs161){
if(typeof data58 === "string"){
if(data58.length > 4096 && [...data58].length > 4096){
return refuse(validate20, instancePath+"/asks/" + i2+"/argv/" + i4, texts[27]);
}
}
else {
return refuse(validate20, instancePath+"/asks/" + i2+"/argv/" + i4, texts[1]);
}
}
var valid33 = _errs161 === errors;
if(!valid33){
break;
}
}
}
}
}
else {
return refuse(validate20, instancePath+"/asks/" + i2+"/argv", texts[18]);
}
}
var valid32 = _errs159 === errors;
}
else {
var valid32 = true;
}
if(valid32){
if(data36.group !== undefined){
let data59 = data36.group;
const _errs163 = errors;
if(errors === _errs163){
if(typeof data59 === "string"){
if(!pattern16.test(data59)){
return refuse(validate20, instancePath+"/asks/" + i2+"/group", "must match pattern \""+"^[a-z_][a-z0-9_-]{0,31}$"+"\"");
}
}
else {
return refuse(validate20, instancePath+"/asks/" + i2+"/group", texts[1]);
}
}
var valid32 = _errs163 === errors;
}
else {
var valid32 = true;
}
if(valid32){
let data60 = data36.timeoutMs;
const _errs165 = errors;
if(!(((typeof data60 == "number") && (!(data60 % 1) && !isNaN(data60))) && (isFinite(data60)))){
return refuse(validate20, instancePath+"/asks/" + i2+"/timeoutMs", texts[3]);
}
if(errors === _errs165){
if((typeof data60 == "number") && (isFinite(data60))){
if(data60 > 60000 || isNaN(data60)){
return refuse(validate20, instancePath+"/asks/" + i2+"/timeoutMs", texts[24]);
}
else {
if(data60 < 100 || isNaN(data60)){
return refuse(validate20, instancePath+"/asks/" + i2+"/timeoutMs", texts[25]);
}
}
}
}
var valid32 = _errs165 === errors;
}
}
}
}
}
}
else {
return refuse(validate20, instancePath+"/asks/" + i2, texts[12]);
}
}
if(props1 !== true){
props1 = true;
}
}
else if(tag1 === "clock"){
const _errs167 = errors;
if(errors === _errs167){
if(isTable(data36)){
let missing14;
if((data36.ask === undefined) && (missing14 = "ask")){
return refuse(validate20, instancePath+"/asks/" + i2, lacking(missing14));
}
else {
const _errs169 = errors;
for(const key14 in data36){
if(!(key14 === "ask")){
return refuse(validate20, instancePath+"/asks/" + i2, texts[0]);
break;
}
}
if(_errs169 === errors){
if(data36.ask !== undefined){
let data61 = data36.ask;
if(typeof data61 !== "string"){
return refuse(validate20, instancePath+"/asks/" + i2+"/ask", texts[1]);
}
if("clock" !== data61){
return refuse(validate20, instancePath+"/asks/" + i2+"/ask", texts[2]);
}
}
}
}
}
else {
return refuse(validate20, instancePath+"/asks/" + i2, texts[12]);
}
}
if(props1 !== true){
props1 = true;
}
}
else if(tag1 === "ports"){
const _errs172 = errors;
if(errors === _errs172){
if(isTable(data36)){
let missing15;
if(((data36.ask === undefined) && (missing15 = "ask")) || ((data36.ports === undefined) && (missing15 = "ports"))){
return refuse(validate20, instancePath+"/asks/" + i2, lacking(missing15));
}
else {
const _errs174 = errors;
for(const key15 in data36){
if(!((key15 === "ask") || (key15 === "ports"))){
return refuse(validate20, instancePath+"/asks/" + i2, texts[0]);
break;
}
}
if(_errs174 === errors){
if(data36.ask !== undefined){
let data62 = data36.ask;
const _errs175 = errors;
if(typeof data62 !== "string"){
return refuse(validate20, instancePath+"/asks/" + i2+"/ask", texts[1]);
}
if("ports" !== data62){
return refuse(validate20, instancePath+"/asks/" + i2+"/ask", texts[2]);
}
var valid37 = _errs175 === errors;
}
else {
var valid37 = true;
}
if(valid37){
if(data36.ports !== undefined){
let data63 = data36.ports;
const _errs177 = errors;
if(errors === _errs177){
if(Array.isArray(data63)){
if(data63.length > 256){
return refuse(validate20, instancePath+"/asks/" + i2+"/ports", texts[32]);
}
else {
var valid38 = true;
const len5 = data63.length;
for(let i5=0; i5<len5; i5++){
let data64 = data63[i5];
const _errs179 = errors;
if(errors === _errs179){
if(isTable(data64)){
let missing16;
if(((data64.transport === undefined) && (missing16 = "transport")) || ((data64.port === undefined) && (missing16 = "port"))){
return refuse(validate20, instancePath+"/asks/" + i2+"/ports/" + i5, lacking(missing16));
}
else {
const _errs181 = errors;
for(const key16 in data64){
if(!((key16 === "transport") || (key16 === "port"))){
return refuse(validate20, instancePath+"/asks/" + i2+"/ports/" + i5, texts[0]);
break;
}
}
if(_errs181 === errors){
if(data64.transport !== undefined){
let data65 = data64.transport;
const _errs182 = errors;
if(typeof data65 !== "string"){
return refuse(validate20, instancePath+"/asks/" + i2+"/ports/" + i5+"/transport", texts[1]);
}
if(!((data65 === "tcp") || (data65 === "udp"))){
return refuse(validate20, instancePath+"/asks/" + i2+"/ports/" + i5+"/transport", texts[28]);
}
var valid39 = _errs182 === errors;
}
else {
var valid39 = true;
}
if(valid39){
if(data64.port !== undefined){
let data66 = data64.port;
const _errs184 = errors;
if(!(((typeof data66 == "number") && (!(data66 % 1) && !isNaN(data66))) && (isFinite(data66)))){
return refuse(validate20, instancePath+"/asks/" + i2+"/ports/" + i5+"/port", texts[3]);
}
if(errors === _errs184){
if((typeof data66 == "number") && (isFinite(data66))){
if(data66 > 65535 || isNaN(data66)){
return refuse(validate20, instancePath+"/asks/" + i2+"/ports/" + i5+"/port", texts[23]);
}
else {
if(data66 < 1 || isNaN(data66)){
return refuse(validate20, instancePath+"/asks/" + i2+"/ports/" + i5+"/port", texts[5]);
}
}
}
}
var valid39 = _errs184 === errors;
}
else {
var valid39 = true;
}
}
}
}
}
else {
return refuse(validate20, instancePath+"/asks/" + i2+"/ports/" + i5, texts[12]);
}
}
var valid38 = _errs179 === errors;
if(!valid38){
break;
}
}
}
}
else {
return refuse(validate20, instancePath+"/asks/" + i2+"/ports", texts[18]);
}
}
var valid37 = _errs177 === errors;
}
else {
var valid37 = true;
}
}
}
}
}
else {
return refuse(validate20, instancePath+"/asks/" + i2, texts[12]);
}
}
if(props1 !== true){
props1 = true;
}
}
else if(tag1 === "lookup"){
const _errs186 = errors;
if(errors === _errs186){
if(isTable(data36)){
if(data36.timeoutMs === undefined){
data36.timeoutMs = 5000;
}
let missing17;
if(((data36.ask === undefined) && (missing17 = "ask")) || ((data36.name === undefined) && (missing17 = "name"))){
return refuse(validate20, instancePath+"/asks/" + i2, lacking(missing17));
}
else {
const _errs188 = errors;
for(const key17 in data36){
if(!(((key17 === "ask") || (key17 === "name")) || (key17 === "timeoutMs"))){
return refuse(validate20, instancePath+"/asks/" + i2, texts[0]);
break;
}
}
if(_errs188 === errors){
if(data36.ask !== undefined){
let data67 = data36.ask;
const _errs189 = errors;
if(typeof data67 !== "string"){
return refuse(validate20, instancePath+"/asks/" + i2+"/ask", texts[1]);
}
if("lookup" !== data67){
return refuse(validate20, instancePath+"/asks/" + i2+"/ask", texts[2]);
}
var valid41 = _errs189 === errors;
}
else {
var valid41 = true;
}
if(valid41){
if(data36.name !== undefined){
let data68 = data36.name;
const _errs191 = errors;
if(errors === _errs191){
if(typeof data68 === "string"){
if(data68.length > 253 && [...data68].length > 253){
return refuse(validate20, instancePath+"/asks/" + i2+"/name", texts[33]);
}
else {
if(data68.length < 1){
return refuse(validate20, instancePath+"/asks/" + i2+"/name", texts[14]);
}
}
}
else {
return refuse(validate20, instancePath+"/asks/" + i2+"/name", texts[1]);
}
}
var valid41 = _errs191 === errors;
}
else {
var valid41 = true;
}
if(valid41){
let data69 = data36.timeoutMs;
const _errs193 = errors;
if(!(((typeof data69 == "number") && (!(data69 % 1) && !isNaN(data69))) && (isFinite(data69)))){
return refuse(validate20, instancePath+"/asks/" + i2+"/timeoutMs", texts[3]);
}
if(errors === _errs193){
if((typeof data69 == "number") && (isFinite(data69))){
if(data69 > 60000 || isNaN(data69)){
return refuse(validate20, instancePath+"/asks/" + i2+"/timeoutMs", texts[24]);
}
else {
if(data69 < 100 || isNaN(data69)){
return refuse(validate20, instancePath+"/asks/" + i2+"/timeoutMs", texts[25]);
}
}
}
}
var valid41 = _errs193 === errors;
}
}
}
}
}
else {
return refuse(validate20, instancePath+"/asks/" + i2, texts[12]);
}
}
if(props1 !== true){
props1 = true;
}
}
else if(tag1 === "listen"){
const _errs195 = errors;
if(errors === _errs195){
if(isTable(data36)){
let missing18;
if(((((data36.ask === undefined) && (missing18 = "ask")) || ((data36.transport === undefined) && (missing18 = "transport"))) || ((data36.port === undefined) && (missing18 = "port"))) || ((data36.forMs === undefined) && (missing18 = "forMs"))){
return refuse(validate20, instancePath+"/asks/" + i2, lacking(missing18));
}
else {
const _errs197 = errors;
for(const key18 in data36){
if(!((((key18 === "ask") || (key18 === "transport")) || (key18 === "port")) || (key18 === "forMs"))){
return refuse(validate20, instancePath+"/asks/" + i2, texts[0]);
break;
}
}
if(_errs197 === errors){
if(data36.ask !== undefined){
let data70 = data36.ask;
const _errs198 = errors;
if(typeof data70 !== "string"){
return refuse(validate20, instancePath+"/asks/" + i2+"/ask", texts[1]);
}
if("listen" !== data70){
return refuse(validate20, instancePath+"/asks/" + i2+"/ask", texts[2]);
}
var valid43 = _errs198 === errors;
}
else {
var valid43 = true;
}
if(valid43){
if(data36.transport !== undefined){
let data71 = data36.transport;
const _errs200 = errors;
if(typeof data71 !== "string"){
return refuse(validate20, instancePath+"/asks/" + i2+"/transport", texts[1]);
}
if(!((data71 === "tcp") || (data71 === "udp"))){
return refuse(validate20, instancePath+"/asks/" + i2+"/transport", texts[28]);
}
var valid43 = _errs200 === errors;
}
else {
var valid43 = true;
}
if(valid43){
if(data36.port !== undefined){
let data72 = data36.port;
const _errs202 = errors;
if(!(((typeof data72 == "number") && (!(data72 % 1) && !isNaN(data72))) && (isFinite(data72)))){
return refuse(validate20, instancePath+"/asks/" + i2+"/port", texts[3]);
}
if(errors === _errs202){
if((typeof data72 == "number") && (isFinite(data72))){
if(data72 > 65535 || isNaN(data72)){
return refuse(validate20, instancePath+"/asks/" + i2+"/port", texts[23]);
}
else {
if(data72 < 1 || isNaN(data72)){
return refuse(validate20, instancePath+"/asks/" + i2+"/port", texts[5]);
}
}
}
}
var valid43 = _errs202 === errors;
}
else {
var valid43 = true;
}
if(valid43){
if(data36.forMs !== undefined){
let data73 = data36.forMs;
const _errs204 = errors;
if(!(((typeof data73 == "number") && (!(data73 % 1) && !isNaN(data73))) && (isFinite(data73)))){
return refuse(validate20, instancePath+"/asks/" + i2+"/forMs", texts[3]);
}
if(errors === _errs204){
if((typeof data73 == "number") && (isFinite(data73))){
if(data73 > 60000 || isNaN(data73)){
return refuse(validate20, instancePath+"/asks/" + i2+"/forMs", texts[24]);
}
else {
if(data73 < 100 || isNaN(data73)){
return refuse(validate20, instancePath+"/asks/" + i2+"/forMs", texts[25]);
}
}
}
}
var valid43 = _errs204 === errors;
}
else {
var valid43 = true;
}
}
}
}
}
}
}
else {
return refuse(validate20, instancePath+"/asks/" + i2, texts[12]);
}
}
if(props1 !== true){
props1 = true;
}
}
else if(tag1 === "udp"){
const _errs206 = errors;
if(errors === _errs206){
if(isTable(data36)){
if(data36.timeoutMs === undefined){
data36.timeoutMs = 5000;
}
let missing19;
if((((data36.ask === undefined) && (missing19 = "ask")) || ((data36.host === undefined) && (missing19 = "host"))) || ((data36.port === undefined) && (missing19 = "port"))){
return refuse(validate20, instancePath+"/asks/" + i2, lacking(missing19));
}
else {
const _errs208 = errors;
for(const key19 in data36){
if(!((((key19 === "ask") || (key19 === "host")) || (key19 === "port")) || (key19 === "timeoutMs"))){
return refuse(validate20, instancePath+"/asks/" + i2, texts[0]);
break;
}
}
if(_errs208 === errors){
if(data36.ask !== undefined){
let data74 = data36.ask;
const _errs209 = errors;
if(typeof data74 !== "string"){
return refuse(validate20, instancePath+"/asks/" + i2+"/ask", texts[1]);
}
if("udp" !== data74){
return refuse(validate20, instancePath+"/asks/" + i2+"/ask", texts[2]);
}
var valid45 = _errs209 === errors;
}
else {
var valid45 = true;
}
if(valid45){
if(data36.host !== undefined){
let data75 = data36.host;
const _errs211 = errors;
if(errors === _errs211){
if(typeof data75 === "string"){
if(data75.length > 255 && [...data75].length > 255){
return refuse(validate20, instancePath+"/asks/" + i2+"/host", texts[22]);
}
}
else {
return refuse(validate20, instancePath+"/asks/" + i2+"/host", texts[1]);
}
}
var valid45 = _errs211 === errors;
}
else {
var valid45 = true;
}
if(valid45){
if(data36.port !== undefined){
let data76 = data36.port;
const _errs213 = errors;
if(!(((typeof data76 == "number") && (!(data76 % 1) && !isNaN(data76))) && (isFinite(data76)))){
return refuse(validate20, instancePath+"/asks/" + i2+"/port", texts[3]);
}
if(errors === _errs213){
if((typeof data76 == "number") && (isFinite(data76))){
if(data76 > 65535 || isNaN(data76)){
return refuse(validate20, instancePath+"/asks/" + i2+"/port", texts[23]);
}
else {
if(data76 < 1 || isNaN(data76)){
return refuse(validate20, instancePath+"/asks/" + i2+"/port", texts[5]);
}
}
}
}
var valid45 = _errs213 === errors;
}
else {
var valid45 = true;
}
if(valid45){
let data77 = data36.timeoutMs;
const _errs215 = errors;
if(!(((typeof data77 == "number") && (!(data77 % 1) && !isNaN(data77))) && (isFinite(data77)))){
return refuse(validate20, instancePath+"/asks/" + i2+"/timeoutMs", texts[3]);
}
if(errors === _errs215){
if((typeof data77 == "number") && (isFinite(data77))){
if(data77 > 60000 || isNaN(data77)){
return refuse(validate20, instancePath+"/asks/" + i2+"/timeoutMs", texts[24]);
}
else {
if(data77 < 100 || isNaN(data77)){
return refuse(validate20, instancePath+"/asks/" + i2+"/timeoutMs", texts[25]);
}
}
}
}
var valid45 = _errs215 === errors;
}
}
}
}
}
}
else {
return refuse(validate20, instancePath+"/asks/" + i2, texts[12]);
}
}
if(props1 !== true){
props1 = true;
}
}
else {
return refuse(validate20, instancePath+"/asks/" + i2, texts[34]);
}
}
else {
return refuse(validate20, instancePath+"/asks/" + i2, texts[35]);
}
}
else {
return refuse(validate20, instancePath+"/asks/" + i2, texts[12]);
}
}
var valid18 = _errs98 === errors;
if(!valid18){
break;
}
}
}
}
}
else {
return refuse(validate20, instancePath+"/asks", texts[18]);
}
}
var valid17 = _errs96 === errors;
}
else {
var valid17 = true;
}
if(valid17){
if(data.sealed !== undefined){
let data78 = data.sealed;
const _errs217 = errors;
if(errors === _errs217){
if(Array.isArray(data78)){
if(data78.length > 200){
return refuse(validate20, instancePath+"/sealed", texts[15]);
}
else {
var valid46 = true;
const len6 = data78.length;
for(let i6=0; i6<len6; i6++){
let data79 = data78[i6];
const _errs219 = errors;
if(errors === _errs219){
if(isTable(data79)){
let missing20;
if((((data79.name === undefined) && (missing20 = "name")) || ((data79.version === undefined) && (missing20 = "version"))) || ((data79.box === undefined) && (missing20 = "box"))){
return refuse(validate20, instancePath+"/sealed/" + i6, lacking(missing20));
}
else {
const _errs221 = errors;
for(const key20 in data79){
if(!(((key20 === "name") || (key20 === "version")) || (key20 === "box"))){
return refuse(validate20, instancePath+"/sealed/" + i6, texts[0]);
break;
}
}
if(_errs221 === errors){
if(data79.name !== undefined){
let data80 = data79.name;
const _errs222 = errors;
if(errors === _errs222){
if(typeof data80 === "string"){
if(!pattern8.test(data80)){
return refuse(validate20, instancePath+"/sealed/" + i6+"/name", "must match pattern \""+"^[A-Za-z0-9._-]+(\\/[A-Za-z0-9._-]+)*$"+"\"");
}
else {
if(data80.length > 200 && [...data80].length > 200){
return refuse(validate20, instancePath+"/sealed/" + i6+"/name", texts[16]);
}
}
}
else {
return refuse(validate20, instancePath+"/sealed/" + i6+"/name", texts[1]);
}
}
var valid47 = _errs222 === errors;
}
else {
var valid47 = true;
}
if(valid47){
if(data79.version !== undefined){
let data81 = data79.version;
const _errs224 = errors;
if(!(((typeof data81 == "number") && (!(data81 % 1) && !isNaN(data81))) && (isFinite(data81)))){
return refuse(validate20, instancePath+"/sealed/" + i6+"/version", texts[3]);
}
if(errors === _errs224){
if((typeof data81 == "number") && (isFinite(data81))){
if(data81 > 9007199254740991 || isNaN(data81)){
return refuse(validate20, instancePath+"/sealed/" + i6+"/version", texts[4]);
}
else {
if(data81 < 1 || isNaN(data81)){
return refuse(validate20, instancePath+"/sealed/" + i6+"/version", texts[5]);
}
}
}
}
var valid47 = _errs224 === errors;
}
else {
var valid47 = true;
}
if(valid47){
if(data79.box !== undefined){
let data82 = data79.box;
const _errs226 = errors;
if(errors === _errs226){
if(errors === _errs226){
if(typeof data82 === "string"){
if(!pattern9.test(data82)){
return refuse(validate20, instancePath+"/sealed/" + i6+"/box", "must match pattern \""+"^$|^(?:[0-9a-zA-Z+/]{4})*(?:(?:[0-9a-zA-Z+/]{2}==)|(?:[0-9a-zA-Z+/]{3}=))?$"+"\"");
}
else {
if(data82.length > 65536 && [...data82].length > 65536){
return refuse(validate20, instancePath+"/sealed/" + i6+"/box", texts[17]);
}
}
}
else {
return refuse(validate20, instancePath+"/sealed/" + i6+"/box", texts[1]);
}
}
}
var valid47 = _errs226 === errors;
}
else {
var valid47 = true;
}
}
}
}
}
}
else {
return refuse(validate20, instancePath+"/sealed/" + i6, texts[12]);
}
}
var valid46 = _errs219 === errors;
if(!valid46){
break;
}
}
}
}
else {
return refuse(validate20, instancePath+"/sealed", texts[18]);
}
}
var valid17 = _errs217 === errors;
}
else {
var valid17 = true;
}
}
}
}
}
}
}
else {
return refuse(validate20, instancePath, texts[12]);
}
}
if(props0 !== true){
props0 = true;
}
}
else if(tag0 === "command"){
const _errs228 = errors;
if(errors === _errs228){
if(isTable(data)){
let missing21;
if((((((data.type === undefined) && (missing21 = "type")) || ((data.command === undefined) && (missing21 = "command"))) || ((data.argv === undefined) && (missing21 = "argv"))) || ((data.tty === undefined) && (missing21 = "tty"))) || ((data.timeoutMs === undefined) && (missing21 = "timeoutMs"))){
return refuse(validate20, instancePath, lacking(missing21));
}
else {
const _errs230 = errors;
for(const key21 in data){
if(!(((((key21 === "type") || (key21 === "command")) || (key21 === "argv")) || (key21 === "tty")) || (key21 === "timeoutMs"))){
return refuse(validate20, instancePath, texts[0]);
break;
}
}
if(_errs230 === errors){
if(data.type !== undefined){
let data83 = data.type;
const _errs231 = errors;
if(typeof data83 !== "string"){
return refuse(validate20, instancePath+"/type", texts[1]);
}
if("command" !== data83){
return refuse(validate20, instancePath+"/type", texts[2]);
}
var valid49 = _errs231 === errors;
}
else {
var valid49 = true;
}
if(valid49){
if(data.command !== undefined){
let data84 = data.command;
const _errs233 = errors;
if(errors === _errs233){
if(typeof data84 === "string"){
if(data84.length > 64 && [...data84].length > 64){
return refuse(validate20, instancePath+"/command", texts[13]);
}
else {
if(data84.length < 1){
return refuse(validate20, instancePath+"/command", texts[14]);
}
}
}
else {
return refuse(validate20, instancePath+"/command", texts[1]);
}
}
var valid49 = _errs233 === errors;
}
else {
var valid49 = true;
}
if(valid49){
if(data.argv !== undefined){
let data85 = data.argv;
const _errs235 = errors;
if(errors === _errs235){
if(Array.isArray(data85)){
if(data85.length > 256){
return refuse(validate20, instancePath+"/argv", texts[32]);
}
else {
if(data85.length < 1){
return refuse(validate20, instancePath+"/argv", texts[21]);
}
else {
var valid50 = true;
const len7 = data85.length;
for(let i7=0; i7<len7; i7++){
let data86 = data85[i7];
const _errs237 = errors;
if(errors === _errs237){
if(typeof data86 === "string"){
if(data86.length > 65536 && [...data86].length > 65536){
return refuse(validate20, instancePath+"/argv/" + i7, texts[17]);
}
}
else {
return refuse(validate20, instancePath+"/argv/" + i7, texts[1]);
}
}
var valid50 = _errs237 === errors;
if(!valid50){
break;
}
}
}
}
}
else {
return refuse(validate20, instancePath+"/argv", texts[18]);
}
}
var valid49 = _errs235 === errors;
}
else {
var valid49 = true;
}
if(valid49){
if(data.tty !== undefined){
const _errs239 = errors;
if(typeof data.tty !== "boolean"){
return refuse(validate20, instancePath+"/tty", texts[19]);
}
var valid49 = _errs239 === errors;
}
else {
var valid49 = true;
}
if(valid49){
if(data.timeoutMs !== undefined){
let data88 = data.timeoutMs;
const _errs241 = errors;
if(!(((typeof data88 == "number") && (!(data88 % 1) && !isNaN(data88))) && (isFinite(data88)))){
return refuse(validate20, instancePath+"/timeoutMs", texts[3]);
}
if(errors === _errs241){
if((typeof data88 == "number") && (isFinite(data88))){
if(data88 > 86400000 || isNaN(data88)){
return refuse(validate20, instancePath+"/timeoutMs", texts[36]);
}
else {
if(data88 < 1000 || isNaN(data88)){
return refuse(validate20, instancePath+"/timeoutMs", texts[10]);
}
}
}
}
var valid49 = _errs241 === errors;
}
else {
var valid49 = true;
}
}
}
}
}
}
}
}
else {
return refuse(validate20, instancePath, texts[12]);
}
}
if(props0 !== true){
props0 = true;
}
}
else if(tag0 === "gather"){
const _errs243 = errors;
if(errors === _errs243){
if(isTable(data)){
let missing22;
if((data.type === undefined) && (missing22 = "type")){
return refuse(validate20, instancePath, lacking(missing22));
}
else {
const _errs245 = errors;
for(const key22 in data){
if(!(key22 === "type")){
return refuse(validate20, instancePath, texts[0]);
break;
}
}
if(_errs245 === errors){
if(data.type !== undefined){
let data89 = data.type;
if(typeof data89 !== "string"){
return refuse(validate20, instancePath+"/type", texts[1]);
}
if("gather" !== data89){
return refuse(validate20, instancePath+"/type", texts[2]);
}
}
}
}
}
else {
return refuse(validate20, instancePath, texts[12]);
}
}
if(props0 !== true){
props0 = true;
}
}
else if(tag0 === "outputHeld"){
const _errs248 = errors;
if(errors === _errs248){
if(isTable(data)){
let missing23;
if(((((data.type === undefined) && (missing23 = "type")) || ((data.of === undefined) && (missing23 = "of"))) || ((data.stream === undefined) && (missing23 = "stream"))) || ((data.bytes === undefined) && (missing23 = "bytes"))){
return refuse(validate20, instancePath, lacking(missing23));
}
else {
const _errs250 = errors;
for(const key23 in data){
if(!((((key23 === "type") || (key23 === "of")) || (key23 === "stream")) || (key23 === "bytes"))){
return refuse(validate20, instancePath, texts[0]);
break;
}
}
if(_errs250 === errors){
if(data.type !== undefined){
let data90 = data.type;
const _errs251 = errors;
if(typeof data90 !== "string"){
return refuse(validate20, instancePath+"/type", texts[1]);
}
if("outputHeld" !== data90){
return refuse(validate20, instancePath+"/type", texts[2]);
}
var valid54 = _errs251 === errors;
}
else {
var valid54 = true;
}
if(valid54){
if(data.of !== undefined){
let data91 = data.of;
const _errs253 = errors;
if(errors === _errs253){
if(typeof data91 === "string"){
if(data91.length > 400 && [...data91].length > 400){
return refuse(validate20, instancePath+"/of", texts[37]);
}
else {
if(data91.length < 1){
return refuse(validate20, instancePath+"/of", texts[14]);
}
}
}
else {
return refuse(validate20, instancePath+"/of", texts[1]);
}
}
var valid54 = _errs253 === errors;
}
else {
var valid54 = true;
}
if(valid54){
if(data.stream !== undefined){
let data92 = data.stream;
const _errs255 = errors;
if(typeof data92 !== "string"){
return refuse(validate20, instancePath+"/stream", texts[1]);
}
if(!(((data92 === "stdout") || (data92 === "stderr")) || (data92 === "terminal"))){
return refuse(validate20, instancePath+"/stream", texts[28]);
}
var valid54 = _errs255 === errors;
}
else {
var valid54 = true;
}
if(valid54){
if(data.bytes !== undefined){
let data93 = data.bytes;
const _errs257 = errors;
if(!(((typeof data93 == "number") && (!(data93 % 1) && !isNaN(data93))) && (isFinite(data93)))){
return refuse(validate20, instancePath+"/bytes", texts[3]);
}
if(errors === _errs257){
if((typeof data93 == "number") && (isFinite(data93))){
if(data93 > 9007199254740991 || isNaN(data93)){
return refuse(validate20, instancePath+"/bytes", texts[4]);
}
else {
if(data93 < 0 || isNaN(data93)){
return refuse(validate20, instancePath+"/bytes", texts[6]);
}
}
}
}
var valid54 = _errs257 === errors;
}
else {
var valid54 = true;
}
}
}
}
}
}
}
else {
return refuse(validate20, instancePath, texts[12]);
}
}
if(props0 !== true){
props0 = true;
}
}
else if(tag0 === "certificate"){
const _errs259 = errors;
if(errors === _errs259){
if(isTable(data)){
let missing24;
if(((data.type === undefined) && (missing24 = "type")) || ((data.certificate === undefined) && (missing24 = "certificate"))){
return refuse(validate20, instancePath, lacking(missing24));
}
else {
const _errs261 = errors;
for(const key24 in data){
if(!((key24 === "type") || (key24 === "certificate"))){
return refuse(validate20, instancePath, texts[0]);
break;
}
}
if(_errs261 === errors){
if(data.type !== undefined){
let data94 = data.type;
const _errs262 = errors;
if(typeof data94 !== "string"){
return refuse(validate20, instancePath+"/type", texts[1]);
}
if("certificate" !== data94){
return refuse(validate20, instancePath+"/type", texts[2]);
}
var valid56 = _errs262 === errors;
}
else {
var valid56 = true;
}
if(valid56){
if(data.certificate !== undefined){
let data95 = data.certificate;
const _errs264 = errors;
if(errors === _errs264){
if(typeof data95 === "string"){
if(data95.length > 8192 && [...data95].length > 8192){
return refuse(validate20, instancePath+"/certificate", texts[38]);
}
}
else {
return refuse(validate20, instancePath+"/certificate", texts[1]);
}
}
var valid56 = _errs264 === errors;
}
else {
var valid56 = true;
}
}
}
}
}
else {
return refuse(validate20, instancePath, texts[12]);
}
}
if(props0 !== true){
props0 = true;
}
}
else if(tag0 === "packs"){
const _errs266 = errors;
if(errors === _errs266){
if(isTable(data)){
let missing25;
if(((((data.type === undefined) && (missing25 = "type")) || ((data.admitted === undefined) && (missing25 = "admitted"))) || ((data.signature === undefined) && (missing25 = "signature"))) || ((data.certificate === undefined) && (missing25 = "certificate"))){
return refuse(validate20, instancePath, lacking(missing25));
}
else {
const _errs268 = errors;
for(const key25 in data){
if(!((((key25 === "type") || (key25 === "admitted")) || (key25 === "signature")) || (key25 === "certificate"))){
return refuse(validate20, instancePath, texts[0]);
break;
}
}
if(_errs268 === errors){
if(data.type !== undefined){
let data96 = data.type;
const _errs269 = errors;
if(typeof data96 !== "string"){
return refuse(validate20, instancePath+"/type", texts[1]);
}
if("packs" !== data96){
return refuse(validate20, instancePath+"/type", texts[2]);
}
var valid58 = _errs269 === errors;
}
else {
var valid58 = true;
}
if(valid58){
if(data.admitted !== undefined){
let data97 = data.admitted;
const _errs271 = errors;
if(errors === _errs271){
if(typeof data97 === "string"){
if(data97.length > 32768 && [...data97].length > 32768){
return refuse(validate20, instancePath+"/admitted", texts[39]);
}
}
else {
return refuse(validate20, instancePath+"/admitted", texts[1]);
}
}
var valid58 = _errs271 === errors;
}
else {
var valid58 = true;
}
if(valid58){
if(data.signature !== undefined){
let data98 = data.signature;
const _errs273 = errors;
if(errors === _errs273){
if(typeof data98 === "string"){
if(data98.length > 256 && [...data98].length > 256){
return refuse(validate20, instancePath+"/signature", texts[29]);
}
}
else {
return refuse(validate20, instancePath+"/signature", texts[1]);
}
}
var valid58 = _errs273 === errors;
}
else {
var valid58 = true;
}
if(valid58){
if(data.certificate !== undefined){
let data99 = data.certificate;
const _errs275 = errors;
if(errors === _errs275){
if(typeof data99 === "string"){
if(data99.length > 8192 && [...data99].length > 8192){
return refuse(validate20, instancePath+"/certificate", texts[38]);
}
}
else {
return refuse(validate20, instancePath+"/certificate", texts[1]);
}
}
var valid58 = _errs275 === errors;
}
else {
var valid58 = true;
}
}
}
}
}
}
}
else {
return refuse(validate20, instancePath, texts[12]);
}
}
if(props0 !== true){
props0 = true;
}
}
else if(tag0 === "goAway"){
const _errs277 = errors;
if(errors === _errs277){
if(isTable(data)){
let missing26;
if(((data.type === undefined) && (missing26 = "type")) || ((data.spreadMs === undefined) && (missing26 = "spreadMs"))){
return refuse(validate20, instancePath, lacking(missing26));
}
else {
const _errs279 = errors;
for(const key26 in data){
if(!((key26 === "type") || (key26 === "spreadMs"))){
return refuse(validate20, instancePath, texts[0]);
break;
}
}
if(_errs279 === errors){
if(data.type !== undefined){
let data100 = data.type;
const _errs280 = errors;
if(typeof data100 !== "string"){
return refuse(validate20, instancePath+"/type", texts[1]);
}
if("goAway" !== data100){
return refuse(validate20, instancePath+"/type", texts[2]);
}
var valid60 = _errs280 === errors;
}
else {
var valid60 = true;
}
if(valid60){
if(data.spreadMs !== undefined){
let data101 = data.spreadMs;
const _errs282 = errors;
if(!(((typeof data101 == "number") && (!(data101 % 1) && !isNaN(data101))) && (isFinite(data101)))){
return refuse(validate20, instancePath+"/spreadMs", texts[3]);
}
if(errors === _errs282){
if((typeof data101 == "number") && (isFinite(data101))){
if(data101 > 600000 || isNaN(data101)){
return refuse(validate20, instancePath+"/spreadMs", texts[9]);
}
else {
if(data101 < 0 || isNaN(data101)){
return refuse(validate20, instancePath+"/spreadMs", texts[6]);
}
}
}
}
var valid60 = _errs282 === errors;
}
else {
var valid60 = true;
}
}
}
}
}
else {
return refuse(validate20, instancePath, texts[12]);
}
}
if(props0 !== true){
props0 = true;
}
}
else {
return refuse(validate20, instancePath, texts[40]);
}
}
else {
return refuse(validate20, instancePath, texts[41]);
}
}
else {
return refuse(validate20, instancePath, texts[12]);
}
}
validate20.errors = vErrors;
return errors === 0;
}

export const catalog = validate21;
const schema32 = {"properties":{"schema":0,"instance":0,"formerly":0,"undo":0,"resources":0,"elsewhere":0,"prepares":0,"secrets":0}};
const pattern21 = new RegExp("^[0-9a-z-]{4,40}$", "u");
const pattern22 = new RegExp("^([a-z][a-z0-9-]{0,62}\\.)?[a-z][a-zA-Z0-9]{0,40}$", "u");
const schema33 = {"properties":{}};
const wrapper0 = {validate: validate22};

function validate22(data, {instancePath=""}={}){
let vErrors = null;
let errors = 0;
const _errs0 = errors;
let valid0 = false;
const _errs1 = errors;
if(typeof data !== "string"){
vErrors = noted(vErrors, instancePath, texts[1]);
errors++;
}
var _valid0 = _errs1 === errors;
valid0 = valid0 || _valid0;
const _errs3 = errors;
if(!((typeof data == "number") && (isFinite(data)))){
vErrors = noted(vErrors, instancePath, texts[11]);
errors++;
}
var _valid0 = _errs3 === errors;
valid0 = valid0 || _valid0;
const _errs5 = errors;
if(typeof data !== "boolean"){
vErrors = noted(vErrors, instancePath, texts[19]);
errors++;
}
var _valid0 = _errs5 === errors;
valid0 = valid0 || _valid0;
const _errs7 = errors;
if(data !== null){
vErrors = noted(vErrors, instancePath, texts[7]);
errors++;
}
var _valid0 = _errs7 === errors;
valid0 = valid0 || _valid0;
const _errs9 = errors;
if(errors === _errs9){
if(Array.isArray(data)){
var valid1 = true;
const len0 = data.length;
for(let i0=0; i0<len0; i0++){
const _errs11 = errors;
if(!(wrapper0.validate(data[i0], {instancePath:instancePath+"/" + i0}))){
vErrors = vErrors === null ? wrapper0.validate.errors : vErrors.concat(wrapper0.validate.errors);
errors = vErrors.length;
}
var valid1 = _errs11 === errors;
if(!valid1){
break;
}
}
}
else {
vErrors = noted(vErrors, instancePath, texts[18]);
errors++;
}
}
var _valid0 = _errs9 === errors;
valid0 = valid0 || _valid0;
if(_valid0){
var items1 = true;
}
const _errs12 = errors;
if(errors === _errs12){
if(isTable(data)){
for(const key0 in data){
const _errs14 = errors;
if(typeof key0 !== "string"){
vErrors = noted(vErrors, instancePath, texts[1]);
errors++;
}
var valid2 = _errs14 === errors;
if(!valid2){
vErrors = noted(vErrors, instancePath, texts[42]);
errors++;
break;
}
}
if(valid2){
for(const key1 in data){
const _errs17 = errors;
if(!(wrapper0.validate(data[key1], {instancePath:instancePath+"/" + key1.replace(/[~/]/g, escaped)}))){
vErrors = vErrors === null ? wrapper0.validate.errors : vErrors.concat(wrapper0.validate.errors);
errors = vErrors.length;
}
var valid3 = _errs17 === errors;
if(!valid3){
break;
}
}
}
}
else {
vErrors = noted(vErrors, instancePath, texts[12]);
errors++;
}
}
var _valid0 = _errs12 === errors;
valid0 = valid0 || _valid0;
if(_valid0){
var props2 = true;
}
if(!valid0){
vErrors = noted(vErrors, instancePath, texts[8]);
errors++;
validate22.errors = vErrors;
return false;
}
else {
errors = _errs0;
if(vErrors !== null){
if(_errs0){
vErrors.length = _errs0;
}
else {
vErrors = null;
}
}
}
validate22.errors = vErrors;
return errors === 0;
}


function validate21(data, {instancePath=""}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(isTable(data)){
let missing0;
if(((((((data.schema === undefined) && (missing0 = "schema")) || ((data.instance === undefined) && (missing0 = "instance"))) || ((data.formerly === undefined) && (missing0 = "formerly"))) || ((data.undo === undefined) && (missing0 = "undo"))) || ((data.resources === undefined) && (missing0 = "resources"))) || ((data.secrets === undefined) && (missing0 = "secrets"))){
return refuse(validate21, instancePath, lacking(missing0));
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!((((((((key0 === "schema") || (key0 === "instance")) || (key0 === "formerly")) || (key0 === "undo")) || (key0 === "resources")) || (key0 === "elsewhere")) || (key0 === "prepares")) || (key0 === "secrets"))){
return refuse(validate21, instancePath, texts[0]);
break;
}
}
if(_errs1 === errors){
if(data.schema !== undefined){
let data0 = data.schema;
const _errs2 = errors;
if(typeof data0 !== "string"){
return refuse(validate21, instancePath+"/schema", texts[1]);
}
if("rolecall/catalog/1" !== data0){
return refuse(validate21, instancePath+"/schema", texts[2]);
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.instance !== undefined){
let data1 = data.instance;
const _errs4 = errors;
if(errors === _errs4){
if(typeof data1 === "string"){
if(!pattern6.test(data1)){
return refuse(validate21, instancePath+"/instance", "must match pattern \""+"^[a-z][a-z0-9-]{0,62}(\\.[a-z][a-z0-9-]{0,40})?@[a-z0-9-]{1,63}$"+"\"");
}
}
else {
return refuse(validate21, instancePath+"/instance", texts[1]);
}
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.formerly !== undefined){
let data2 = data.formerly;
const _errs6 = errors;
if(errors === _errs6){
if(Array.isArray(data2)){
if(data2.length > 8){
return refuse(validate21, instancePath+"/formerly", texts[43]);
}
else {
var valid1 = true;
const len0 = data2.length;
for(let i0=0; i0<len0; i0++){
let data3 = data2[i0];
const _errs8 = errors;
if(errors === _errs8){
if(typeof data3 === "string"){
if(!pattern6.test(data3)){
return refuse(validate21, instancePath+"/formerly/" + i0, "must match pattern \""+"^[a-z][a-z0-9-]{0,62}(\\.[a-z][a-z0-9-]{0,40})?@[a-z0-9-]{1,63}$"+"\"");
}
}
else {
return refuse(validate21, instancePath+"/formerly/" + i0, texts[1]);
}
}
var valid1 = _errs8 === errors;
if(!valid1){
break;
}
}
}
}
else {
return refuse(validate21, instancePath+"/formerly", texts[18]);
}
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.undo !== undefined){
let data4 = data.undo;
const _errs10 = errors;
const _errs11 = errors;
let valid2 = false;
const _errs12 = errors;
if(errors === _errs12){
if(typeof data4 === "string"){
if(!pattern21.test(data4)){
vErrors = noted(vErrors, instancePath+"/undo", "must match pattern \""+"^[0-9a-z-]{4,40}$"+"\"");
errors++;
}
}
else {
vErrors = noted(vErrors, instancePath+"/undo", texts[1]);
errors++;
}
}
var _valid0 = _errs12 === errors;
valid2 = valid2 || _valid0;
const _errs14 = errors;
if(data4 !== null){
vErrors = noted(vErrors, instancePath+"/undo", texts[7]);
errors++;
}
var _valid0 = _errs14 === errors;
valid2 = valid2 || _valid0;
if(!valid2){
vErrors = noted(vErrors, instancePath+"/undo", texts[8]);
errors++;
validate21.errors = vErrors;
return false;
}
else {
errors = _errs11;
if(vErrors !== null){
if(_errs11){
vErrors.length = _errs11;
}
else {
vErrors = null;
}
}
}
var valid0 = _errs10 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.resources !== undefined){
let data5 = data.resources;
const _errs16 = errors;
if(errors === _errs16){
if(Array.isArray(data5)){
if(data5.length > 20000){
return refuse(validate21, instancePath+"/resources", texts[44]);
}
else {
var valid3 = true;
const len1 = data5.length;
for(let i1=0; i1<len1; i1++){
let data6 = data5[i1];
const _errs18 = errors;
if(errors === _errs18){
if(isTable(data6)){
let missing1;
if(((((data6.kind === undefined) && (missing1 = "kind")) || ((data6.key === undefined) && (missing1 = "key"))) || ((data6.params === undefined) && (missing1 = "params"))) || ((data6.source === undefined) && (missing1 = "source"))){
return refuse(validate21, instancePath+"/resources/" + i1, lacking(missing1));
}
else {
const _errs20 = errors;
for(const key1 in data6){
if(!(((((((key1 === "kind") || (key1 === "key")) || (key1 === "params")) || (key1 === "remove")) || (key1 === "parallel")) || (key1 === "pack")) || (key1 === "source"))){
return refuse(validate21, instancePath+"/resources/" + i1, texts[0]);
break;
}
}
if(_errs20 === errors){
if(data6.kind !== undefined){
let data7 = data6.kind;
const _errs21 = errors;
if(errors === _errs21){
if(typeof data7 === "string"){
if(!pattern22.test(data7)){
return refuse(validate21, instancePath+"/resources/" + i1+"/kind", "must match pattern \""+"^([a-z][a-z0-9-]{0,62}\\.)?[a-z][a-zA-Z0-9]{0,40}$"+"\"");
}
}
else {
return refuse(validate21, instancePath+"/resources/" + i1+"/kind", texts[1]);
}
}
var valid4 = _errs21 === errors;
}
else {
var valid4 = true;
}
if(valid4){
if(data6.key !== undefined){
let data8 = data6.key;
const _errs23 = errors;
if(errors === _errs23){
if(typeof data8 === "string"){
if(data8.length > 4096 && [...data8].length > 4096){
return refuse(validate21, instancePath+"/resources/" + i1+"/key", texts[27]);
}
else {
if(data8.length < 1){
return refuse(validate21, instancePath+"/resources/" + i1+"/key", texts[14]);
}
}
}
else {
return refuse(validate21, instancePath+"/resources/" + i1+"/key", texts[1]);
}
}
var valid4 = _errs23 === errors;
}
else {
var valid4 = true;
}
if(valid4){
if(data6.params !== undefined){
let data9 = data6.params;
const _errs25 = errors;
if(errors === _errs25){
if(isTable(data9)){
for(const key2 in data9){
const _errs27 = errors;
if(errors === _errs27){
if(typeof key2 === "string"){
if(key2.length > 4096 && [...key2].length > 4096){
vErrors = noted(vErrors, instancePath+"/resources/" + i1+"/params", texts[27]);
errors++;
}
}
else {
vErrors = noted(vErrors, instancePath+"/resources/" + i1+"/params", texts[1]);
errors++;
}
}
var valid5 = _errs27 === errors;
if(!valid5){
vErrors = noted(vErrors, instancePath+"/resources/" + i1+"/params", texts[42]);
errors++;
validate21.errors = vErrors;
return false;
break;
}
}
if(valid5){
for(const key3 in data9){
const _errs30 = errors;
if(!(validate22(data9[key3], {instancePath:instancePath+"/resources/" + i1+"/params/" + key3.replace(/[~/]/g, escaped)}))){
vErrors = vErrors === null ? validate22.errors : vErrors.concat(validate22.errors);
errors = vErrors.length;
}
var valid6 = _errs30 === errors;
if(!valid6){
break;
}
}
}
}
else {
return refuse(validate21, instancePath+"/resources/" + i1+"/params", texts[12]);
}
}
var valid4 = _errs25 === errors;
}
else {
var valid4 = true;
}
if(valid4){
if(data6.remove !== undefined){
let data11 = data6.remove;
const _errs31 = errors;
if(typeof data11 !== "string"){
return refuse(validate21, instancePath+"/resources/" + i1+"/remove", texts[1]);
}
if(!(((data11 === "always") || (data11 === "keep")) || (data11 === "made"))){
return refuse(validate21, instancePath+"/resources/" + i1+"/remove", texts[28]);
}
var valid4 = _errs31 === errors;
}
else {
var valid4 = true;
}
if(valid4){
if(data6.parallel !== undefined){
let data12 = data6.parallel;
const _errs33 = errors;
if(typeof data12 !== "string"){
return refuse(validate21, instancePath+"/resources/" + i1+"/parallel", texts[1]);
}
if(!((data12 === "first") || (data12 === "next"))){
return refuse(validate21, instancePath+"/resources/" + i1+"/parallel", texts[28]);
}
var valid4 = _errs33 === errors;
}
else {
var valid4 = true;
}
if(valid4){
if(data6.pack !== undefined){
let data13 = data6.pack;
const _errs35 = errors;
if(errors === _errs35){
if(typeof data13 === "string"){
if(!pattern5.test(data13)){
return refuse(validate21, instancePath+"/resources/" + i1+"/pack", "must match pattern \""+"^[0-9a-f]{64}$"+"\"");
}
}
else {
return refuse(validate21, instancePath+"/resources/" + i1+"/pack", texts[1]);
}
}
var valid4 = _errs35 === errors;
}
else {
var valid4 = true;
}
if(valid4){
if(data6.source !== undefined){
let data14 = data6.source;
const _errs37 = errors;
if(errors === _errs37){
if(isTable(data14)){
let missing2;
if((((data14.file === undefined) && (missing2 = "file")) || ((data14.line === undefined) && (missing2 = "line"))) || ((data14.column === undefined) && (missing2 = "column"))){
return refuse(validate21, instancePath+"/resources/" + i1+"/source", lacking(missing2));
}
else {
const _errs39 = errors;
for(const key4 in data14){
if(!(((key4 === "file") || (key4 === "line")) || (key4 === "column"))){
return refuse(validate21, instancePath+"/resources/" + i1+"/source", texts[0]);
break;
}
}
if(_errs39 === errors){
if(data14.file !== undefined){
let data15 = data14.file;
const _errs40 = errors;
if(errors === _errs40){
if(typeof data15 === "string"){
if(data15.length > 4096 && [...data15].length > 4096){
return refuse(validate21, instancePath+"/resources/" + i1+"/source/file", texts[27]);
}
}
else {
return refuse(validate21, instancePath+"/resources/" + i1+"/source/file", texts[1]);
}
}
var valid7 = _errs40 === errors;
}
else {
var valid7 = true;
}
if(valid7){
if(data14.line !== undefined){
let data16 = data14.line;
const _errs42 = errors;
if(!(((typeof data16 == "number") && (!(data16 % 1) && !isNaN(data16))) && (isFinite(data16)))){
return refuse(validate21, instancePath+"/resources/" + i1+"/source/line", texts[3]);
}
if(errors === _errs42){
if((typeof data16 == "number") && (isFinite(data16))){
if(data16 > 9007199254740991 || isNaN(data16)){
return refuse(validate21, instancePath+"/resources/" + i1+"/source/line", texts[4]);
}
else {
if(data16 < 1 || isNaN(data16)){
return refuse(validate21, instancePath+"/resources/" + i1+"/source/line", texts[5]);
}
}
}
}
var valid7 = _errs42 === errors;
}
else {
var valid7 = true;
}
if(valid7){
if(data14.column !== undefined){
let data17 = data14.column;
const _errs44 = errors;
if(!(((typeof data17 == "number") && (!(data17 % 1) && !isNaN(data17))) && (isFinite(data17)))){
return refuse(validate21, instancePath+"/resources/" + i1+"/source/column", texts[3]);
}
if(errors === _errs44){
if((typeof data17 == "number") && (isFinite(data17))){
if(data17 > 9007199254740991 || isNaN(data17)){
return refuse(validate21, instancePath+"/resources/" + i1+"/source/column", texts[4]);
}
else {
if(data17 < 1 || isNaN(data17)){
return refuse(validate21, instancePath+"/resources/" + i1+"/source/column", texts[5]);
}
}
}
}
var valid7 = _errs44 === errors;
}
else {
var valid7 = true;
}
}
}
}
}
}
else {
return refuse(validate21, instancePath+"/resources/" + i1+"/source", texts[12]);
}
}
var valid4 = _errs37 === errors;
}
else {
var valid4 = true;
}
}
}
}
}
}
}
}
}
}
else {
return refuse(validate21, instancePath+"/resources/" + i1, texts[12]);
}
}
var valid3 = _errs18 === errors;
if(!valid3){
break;
}
}
}
}
else {
return refuse(validate21, instancePath+"/resources", texts[18]);
}
}
var valid0 = _errs16 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.elsewhere !== undefined){
let data18 = data.elsewhere;
const _errs46 = errors;
if(errors === _errs46){
if(Array.isArray(data18)){
if(data18.length > 20000){
return refuse(validate21, instancePath+"/elsewhere", texts[44]);
}
else {
var valid8 = true;
const len2 = data18.length;
for(let i2=0; i2<len2; i2++){
let data19 = data18[i2];
const _errs48 = errors;
if(errors === _errs48){
if(isTable(data19)){
let missing3;
if(((data19.id === undefined) && (missing3 = "id")) || ((data19.instance === undefined) && (missing3 = "instance"))){
return refuse(validate21, instancePath+"/elsewhere/" + i2, lacking(missing3));
}
else {
const _errs50 = errors;
for(const key5 in data19){
if(!((key5 === "id") || (key5 === "instance"))){
return refuse(validate21, instancePath+"/elsewhere/" + i2, texts[0]);
break;
}
}
if(_errs50 === errors){
if(data19.id !== undefined){
let data20 = data19.id;
const _errs51 = errors;
if(errors === _errs51){
if(typeof data20 === "string"){
if(data20.length > 4200 && [...data20].length > 4200){
return refuse(validate21, instancePath+"/elsewhere/" + i2+"/id", texts[45]);
}
else {
if(data20.length < 6 && [...data20].length < 3){
return refuse(validate21, instancePath+"/elsewhere/" + i2+"/id", texts[46]);
}
}
}
else {
return refuse(validate21, instancePath+"/elsewhere/" + i2+"/id", texts[1]);
}
}
var valid9 = _errs51 === errors;
}
else {
var valid9 = true;
}
if(valid9){
if(data19.instance !== undefined){
let data21 = data19.instance;
const _errs53 = errors;
if(errors === _errs53){
if(typeof data21 === "string"){
if(!pattern6.test(data21)){
return refuse(validate21, instancePath+"/elsewhere/" + i2+"/instance", "must match pattern \""+"^[a-z][a-z0-9-]{0,62}(\\.[a-z][a-z0-9-]{0,40})?@[a-z0-9-]{1,63}$"+"\"");
}
}
else {
return refuse(validate21, instancePath+"/elsewhere/" + i2+"/instance", texts[1]);
}
}
var valid9 = _errs53 === errors;
}
else {
var valid9 = true;
}
}
}
}
}
else {
return refuse(validate21, instancePath+"/elsewhere/" + i2, texts[12]);
}
}
var valid8 = _errs48 === errors;
if(!valid8){
break;
}
}
}
}
else {
return refuse(validate21, instancePath+"/elsewhere", texts[18]);
}
}
var valid0 = _errs46 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.prepares !== undefined){
let data22 = data.prepares;
const _errs55 = errors;
if(errors === _errs55){
if(typeof data22 === "string"){
if(!pattern5.test(data22)){
return refuse(validate21, instancePath+"/prepares", "must match pattern \""+"^[0-9a-f]{64}$"+"\"");
}
}
else {
return refuse(validate21, instancePath+"/prepares", texts[1]);
}
}
var valid0 = _errs55 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.secrets !== undefined){
let data23 = data.secrets;
const _errs57 = errors;
if(errors === _errs57){
if(Array.isArray(data23)){
if(data23.length > 1000){
return refuse(validate21, instancePath+"/secrets", texts[47]);
}
else {
var valid10 = true;
const len3 = data23.length;
for(let i3=0; i3<len3; i3++){
let data24 = data23[i3];
const _errs59 = errors;
if(errors === _errs59){
if(isTable(data24)){
let missing4;
if(((data24.name === undefined) && (missing4 = "name")) || ((data24.version === undefined) && (missing4 = "version"))){
return refuse(validate21, instancePath+"/secrets/" + i3, lacking(missing4));
}
else {
const _errs61 = errors;
for(const key6 in data24){
if(!((key6 === "name") || (key6 === "version"))){
return refuse(validate21, instancePath+"/secrets/" + i3, texts[0]);
break;
}
}
if(_errs61 === errors){
if(data24.name !== undefined){
let data25 = data24.name;
const _errs62 = errors;
if(errors === _errs62){
if(typeof data25 === "string"){
if(!pattern8.test(data25)){
return refuse(validate21, instancePath+"/secrets/" + i3+"/name", "must match pattern \""+"^[A-Za-z0-9._-]+(\\/[A-Za-z0-9._-]+)*$"+"\"");
}
else {
if(data25.length > 200 && [...data25].length > 200){
return refuse(validate21, instancePath+"/secrets/" + i3+"/name", texts[16]);
}
}
}
else {
return refuse(validate21, instancePath+"/secrets/" + i3+"/name", texts[1]);
}
}
var valid11 = _errs62 === errors;
}
else {
var valid11 = true;
}
if(valid11){
if(data24.version !== undefined){
let data26 = data24.version;
const _errs64 = errors;
if(!(((typeof data26 == "number") && (!(data26 % 1) && !isNaN(data26))) && (isFinite(data26)))){
return refuse(validate21, instancePath+"/secrets/" + i3+"/version", texts[3]);
}
if(errors === _errs64){
if((typeof data26 == "number") && (isFinite(data26))){
if(data26 > 9007199254740991 || isNaN(data26)){
return refuse(validate21, instancePath+"/secrets/" + i3+"/version", texts[4]);
}
else {
if(data26 < 1 || isNaN(data26)){
return refuse(validate21, instancePath+"/secrets/" + i3+"/version", texts[5]);
}
}
}
}
var valid11 = _errs64 === errors;
}
else {
var valid11 = true;
}
}
}
}
}
else {
return refuse(validate21, instancePath+"/secrets/" + i3, texts[12]);
}
}
var valid10 = _errs59 === errors;
if(!valid10){
break;
}
}
}
}
else {
return refuse(validate21, instancePath+"/secrets", texts[18]);
}
}
var valid0 = _errs57 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
}
else {
return refuse(validate21, instancePath, texts[12]);
}
}
validate21.errors = vErrors;
return errors === 0;
}

export const params_guardedFile = validate24;
const schema34 = {"properties":{"path":0,"content":0,"apply":0,"owner":0,"group":0,"mode":0,"validate":0,"undoAfterMs":0}};
const pattern27 = new RegExp("^\\/([^/\\0]+(\\/[^/\\0]+)*)?$", "u");
const pattern28 = new RegExp("^([A-Za-z_][A-Za-z0-9_.-]{0,31}\\$?|\\d{1,10})$", "u");

function validate24(data, {instancePath=""}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(isTable(data)){
if(data.owner === undefined){
data.owner = "root";
}
if(data.group === undefined){
data.group = "root";
}
if(data.mode === undefined){
data.mode = 420;
}
if(data.undoAfterMs === undefined){
data.undoAfterMs = 60000;
}
let missing0;
if((((data.path === undefined) && (missing0 = "path")) || ((data.content === undefined) && (missing0 = "content"))) || ((data.apply === undefined) && (missing0 = "apply"))){
return refuse(validate24, instancePath, lacking(missing0));
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!((((((((key0 === "path") || (key0 === "content")) || (key0 === "apply")) || (key0 === "owner")) || (key0 === "group")) || (key0 === "mode")) || (key0 === "validate")) || (key0 === "undoAfterMs"))){
return refuse(validate24, instancePath, texts[0]);
break;
}
}
if(_errs1 === errors){
if(data.path !== undefined){
let data0 = data.path;
const _errs2 = errors;
if(errors === _errs2){
if(typeof data0 === "string"){
if(!pattern27.test(data0)){
return refuse(validate24, instancePath+"/path", "must match pattern \""+"^\\/([^/\\0]+(\\/[^/\\0]+)*)?$"+"\"");
}
else {
if(data0.length > 4096 && [...data0].length > 4096){
return refuse(validate24, instancePath+"/path", texts[27]);
}
}
}
else {
return refuse(validate24, instancePath+"/path", texts[1]);
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.content !== undefined){
let data1 = data.content;
const _errs4 = errors;
if(errors === _errs4){
if(typeof data1 === "string"){
if(data1.length > 1000000 && [...data1].length > 1000000){
return refuse(validate24, instancePath+"/content", texts[48]);
}
}
else {
return refuse(validate24, instancePath+"/content", texts[1]);
}
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.apply !== undefined){
let data2 = data.apply;
const _errs6 = errors;
if(errors === _errs6){
if(Array.isArray(data2)){
if(data2.length > 256){
return refuse(validate24, instancePath+"/apply", texts[32]);
}
else {
if(data2.length < 1){
return refuse(validate24, instancePath+"/apply", texts[21]);
}
else {
var valid1 = true;
const len0 = data2.length;
for(let i0=0; i0<len0; i0++){
let data3 = data2[i0];
const _errs8 = errors;
if(errors === _errs8){
if(typeof data3 === "string"){
if(data3.length > 65536 && [...data3].length > 65536){
return refuse(validate24, instancePath+"/apply/" + i0, texts[17]);
}
}
else {
return refuse(validate24, instancePath+"/apply/" + i0, texts[1]);
}
}
var valid1 = _errs8 === errors;
if(!valid1){
break;
}
}
}
}
}
else {
return refuse(validate24, instancePath+"/apply", texts[18]);
}
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
if(valid0){
let data4 = data.owner;
const _errs10 = errors;
if(errors === _errs10){
if(typeof data4 === "string"){
if(!pattern28.test(data4)){
return refuse(validate24, instancePath+"/owner", "must match pattern \""+"^([A-Za-z_][A-Za-z0-9_.-]{0,31}\\$?|\\d{1,10})$"+"\"");
}
}
else {
return refuse(validate24, instancePath+"/owner", texts[1]);
}
}
var valid0 = _errs10 === errors;
if(valid0){
let data5 = data.group;
const _errs12 = errors;
if(errors === _errs12){
if(typeof data5 === "string"){
if(!pattern28.test(data5)){
return refuse(validate24, instancePath+"/group", "must match pattern \""+"^([A-Za-z_][A-Za-z0-9_.-]{0,31}\\$?|\\d{1,10})$"+"\"");
}
}
else {
return refuse(validate24, instancePath+"/group", texts[1]);
}
}
var valid0 = _errs12 === errors;
if(valid0){
let data6 = data.mode;
const _errs14 = errors;
if(!(((typeof data6 == "number") && (!(data6 % 1) && !isNaN(data6))) && (isFinite(data6)))){
return refuse(validate24, instancePath+"/mode", texts[3]);
}
if(errors === _errs14){
if((typeof data6 == "number") && (isFinite(data6))){
if(data6 > 4095 || isNaN(data6)){
return refuse(validate24, instancePath+"/mode", texts[49]);
}
else {
if(data6 < 0 || isNaN(data6)){
return refuse(validate24, instancePath+"/mode", texts[6]);
}
}
}
}
var valid0 = _errs14 === errors;
if(valid0){
if(data.validate !== undefined){
let data7 = data.validate;
const _errs16 = errors;
if(errors === _errs16){
if(Array.isArray(data7)){
if(data7.length > 256){
return refuse(validate24, instancePath+"/validate", texts[32]);
}
else {
if(data7.length < 1){
return refuse(validate24, instancePath+"/validate", texts[21]);
}
else {
var valid2 = true;
const len1 = data7.length;
for(let i1=0; i1<len1; i1++){
let data8 = data7[i1];
const _errs18 = errors;
if(errors === _errs18){
if(typeof data8 === "string"){
if(data8.length > 65536 && [...data8].length > 65536){
return refuse(validate24, instancePath+"/validate/" + i1, texts[17]);
}
}
else {
return refuse(validate24, instancePath+"/validate/" + i1, texts[1]);
}
}
var valid2 = _errs18 === errors;
if(!valid2){
break;
}
}
}
}
}
else {
return refuse(validate24, instancePath+"/validate", texts[18]);
}
}
var valid0 = _errs16 === errors;
}
else {
var valid0 = true;
}
if(valid0){
let data9 = data.undoAfterMs;
const _errs20 = errors;
if(!(((typeof data9 == "number") && (!(data9 % 1) && !isNaN(data9))) && (isFinite(data9)))){
return refuse(validate24, instancePath+"/undoAfterMs", texts[3]);
}
if(errors === _errs20){
if((typeof data9 == "number") && (isFinite(data9))){
if(data9 > 600000 || isNaN(data9)){
return refuse(validate24, instancePath+"/undoAfterMs", texts[9]);
}
else {
if(data9 < 10000 || isNaN(data9)){
return refuse(validate24, instancePath+"/undoAfterMs", texts[50]);
}
}
}
}
var valid0 = _errs20 === errors;
}
}
}
}
}
}
}
}
}
}
else {
return refuse(validate24, instancePath, texts[12]);
}
}
validate24.errors = vErrors;
return errors === 0;
}

export const params_swap = validate25;
const schema35 = {"properties":{"path":0,"on":0,"sizeMiB":0,"priority":0}};

function validate25(data, {instancePath=""}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(isTable(data)){
if(data.on === undefined){
data.on = true;
}
let missing0;
if((data.path === undefined) && (missing0 = "path")){
return refuse(validate25, instancePath, lacking(missing0));
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!((((key0 === "path") || (key0 === "on")) || (key0 === "sizeMiB")) || (key0 === "priority"))){
return refuse(validate25, instancePath, texts[0]);
break;
}
}
if(_errs1 === errors){
if(data.path !== undefined){
let data0 = data.path;
const _errs2 = errors;
const _errs3 = errors;
let valid1 = false;
const _errs4 = errors;
if(typeof data0 !== "string"){
vErrors = noted(vErrors, instancePath+"/path", texts[1]);
errors++;
}
if("all" !== data0){
vErrors = noted(vErrors, instancePath+"/path", texts[2]);
errors++;
}
var _valid0 = _errs4 === errors;
valid1 = valid1 || _valid0;
const _errs6 = errors;
if(errors === _errs6){
if(typeof data0 === "string"){
if(!pattern27.test(data0)){
vErrors = noted(vErrors, instancePath+"/path", "must match pattern \""+"^\\/([^/\\0]+(\\/[^/\\0]+)*)?$"+"\"");
errors++;
}
else {
if(data0.length > 4096 && [...data0].length > 4096){
vErrors = noted(vErrors, instancePath+"/path", texts[27]);
errors++;
}
}
}
else {
vErrors = noted(vErrors, instancePath+"/path", texts[1]);
errors++;
}
}
var _valid0 = _errs6 === errors;
valid1 = valid1 || _valid0;
if(!valid1){
vErrors = noted(vErrors, instancePath+"/path", texts[8]);
errors++;
validate25.errors = vErrors;
return false;
}
else {
errors = _errs3;
if(vErrors !== null){
if(_errs3){
vErrors.length = _errs3;
}
else {
vErrors = null;
}
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
const _errs8 = errors;
if(typeof data.on !== "boolean"){
return refuse(validate25, instancePath+"/on", texts[19]);
}
var valid0 = _errs8 === errors;
if(valid0){
if(data.sizeMiB !== undefined){
let data2 = data.sizeMiB;
const _errs10 = errors;
if(!(((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2))) && (isFinite(data2)))){
return refuse(validate25, instancePath+"/sizeMiB", texts[3]);
}
if(errors === _errs10){
if((typeof data2 == "number") && (isFinite(data2))){
if(data2 > 1048576 || isNaN(data2)){
return refuse(validate25, instancePath+"/sizeMiB", texts[51]);
}
else {
if(data2 < 1 || isNaN(data2)){
return refuse(validate25, instancePath+"/sizeMiB", texts[5]);
}
}
}
}
var valid0 = _errs10 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.priority !== undefined){
let data3 = data.priority;
const _errs12 = errors;
if(!(((typeof data3 == "number") && (!(data3 % 1) && !isNaN(data3))) && (isFinite(data3)))){
return refuse(validate25, instancePath+"/priority", texts[3]);
}
if(errors === _errs12){
if((typeof data3 == "number") && (isFinite(data3))){
if(data3 > 32767 || isNaN(data3)){
return refuse(validate25, instancePath+"/priority", texts[52]);
}
else {
if(data3 < 0 || isNaN(data3)){
return refuse(validate25, instancePath+"/priority", texts[6]);
}
}
}
}
var valid0 = _errs12 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
else {
return refuse(validate25, instancePath, texts[12]);
}
}
validate25.errors = vErrors;
return errors === 0;
}

export const params_mount = validate26;
const schema36 = {"properties":{"path":0,"source":0,"type":0,"options":0,"nofail":0}};
const pattern32 = new RegExp("^[^\\s%]+$", "u");
const pattern33 = new RegExp("^[a-z0-9._-]{1,32}$", "u");
const pattern34 = new RegExp("^[^\\s,%]+$", "u");

function validate26(data, {instancePath=""}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(isTable(data)){
if(data.options === undefined){
data.options = [];
}
if(data.nofail === undefined){
data.nofail = false;
}
let missing0;
if((((data.path === undefined) && (missing0 = "path")) || ((data.source === undefined) && (missing0 = "source"))) || ((data.type === undefined) && (missing0 = "type"))){
return refuse(validate26, instancePath, lacking(missing0));
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(((((key0 === "path") || (key0 === "source")) || (key0 === "type")) || (key0 === "options")) || (key0 === "nofail"))){
return refuse(validate26, instancePath, texts[0]);
break;
}
}
if(_errs1 === errors){
if(data.path !== undefined){
let data0 = data.path;
const _errs2 = errors;
if(errors === _errs2){
if(typeof data0 === "string"){
if(!pattern27.test(data0)){
return refuse(validate26, instancePath+"/path", "must match pattern \""+"^\\/([^/\\0]+(\\/[^/\\0]+)*)?$"+"\"");
}
else {
if(data0.length > 4096 && [...data0].length > 4096){
return refuse(validate26, instancePath+"/path", texts[27]);
}
}
}
else {
return refuse(validate26, instancePath+"/path", texts[1]);
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.source !== undefined){
let data1 = data.source;
const _errs4 = errors;
if(errors === _errs4){
if(typeof data1 === "string"){
if(!pattern32.test(data1)){
return refuse(validate26, instancePath+"/source", "must match pattern \""+"^[^\\s%]+$"+"\"");
}
else {
if(data1.length > 4096 && [...data1].length > 4096){
return refuse(validate26, instancePath+"/source", texts[27]);
}
}
}
else {
return refuse(validate26, instancePath+"/source", texts[1]);
}
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.type !== undefined){
let data2 = data.type;
const _errs6 = errors;
if(errors === _errs6){
if(typeof data2 === "string"){
if(!pattern33.test(data2)){
return refuse(validate26, instancePath+"/type", "must match pattern \""+"^[a-z0-9._-]{1,32}$"+"\"");
}
}
else {
return refuse(validate26, instancePath+"/type", texts[1]);
}
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
if(valid0){
let data3 = data.options;
const _errs8 = errors;
if(errors === _errs8){
if(Array.isArray(data3)){
if(data3.length > 64){
return refuse(validate26, instancePath+"/options", texts[20]);
}
else {
var valid1 = true;
const len0 = data3.length;
for(let i0=0; i0<len0; i0++){
let data4 = data3[i0];
const _errs10 = errors;
if(errors === _errs10){
if(typeof data4 === "string"){
if(!pattern34.test(data4)){
return refuse(validate26, instancePath+"/options/" + i0, "must match pattern \""+"^[^\\s,%]+$"+"\"");
}
}
else {
return refuse(validate26, instancePath+"/options/" + i0, texts[1]);
}
}
var valid1 = _errs10 === errors;
if(!valid1){
break;
}
}
}
}
else {
return refuse(validate26, instancePath+"/options", texts[18]);
}
}
var valid0 = _errs8 === errors;
if(valid0){
const _errs12 = errors;
if(typeof data.nofail !== "boolean"){
return refuse(validate26, instancePath+"/nofail", texts[19]);
}
var valid0 = _errs12 === errors;
}
}
}
}
}
}
}
else {
return refuse(validate26, instancePath, texts[12]);
}
}
validate26.errors = vErrors;
return errors === 0;
}

export const params_filesystem = validate27;
const schema37 = {"properties":{"device":0,"type":0,"label":0,"options":0}};
const pattern36 = new RegExp("^[A-Za-z0-9_.-]{1,12}$", "u");

function validate27(data, {instancePath=""}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(isTable(data)){
let missing0;
if(((data.device === undefined) && (missing0 = "device")) || ((data.type === undefined) && (missing0 = "type"))){
return refuse(validate27, instancePath, lacking(missing0));
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!((((key0 === "device") || (key0 === "type")) || (key0 === "label")) || (key0 === "options"))){
return refuse(validate27, instancePath, texts[0]);
break;
}
}
if(_errs1 === errors){
if(data.device !== undefined){
let data0 = data.device;
const _errs2 = errors;
if(errors === _errs2){
if(typeof data0 === "string"){
if(!pattern27.test(data0)){
return refuse(validate27, instancePath+"/device", "must match pattern \""+"^\\/([^/\\0]+(\\/[^/\\0]+)*)?$"+"\"");
}
else {
if(data0.length > 4096 && [...data0].length > 4096){
return refuse(validate27, instancePath+"/device", texts[27]);
}
}
}
else {
return refuse(validate27, instancePath+"/device", texts[1]);
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.type !== undefined){
let data1 = data.type;
const _errs4 = errors;
if(typeof data1 !== "string"){
return refuse(validate27, instancePath+"/type", texts[1]);
}
if(!(((data1 === "ext4") || (data1 === "xfs")) || (data1 === "btrfs"))){
return refuse(validate27, instancePath+"/type", texts[28]);
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.label !== undefined){
let data2 = data.label;
const _errs6 = errors;
if(errors === _errs6){
if(typeof data2 === "string"){
if(!pattern36.test(data2)){
return refuse(validate27, instancePath+"/label", "must match pattern \""+"^[A-Za-z0-9_.-]{1,12}$"+"\"");
}
}
else {
return refuse(validate27, instancePath+"/label", texts[1]);
}
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.options !== undefined){
let data3 = data.options;
const _errs8 = errors;
if(errors === _errs8){
if(Array.isArray(data3)){
if(data3.length > 256){
return refuse(validate27, instancePath+"/options", texts[32]);
}
else {
if(data3.length < 1){
return refuse(validate27, instancePath+"/options", texts[21]);
}
else {
var valid1 = true;
const len0 = data3.length;
for(let i0=0; i0<len0; i0++){
let data4 = data3[i0];
const _errs10 = errors;
if(errors === _errs10){
if(typeof data4 === "string"){
if(data4.length > 65536 && [...data4].length > 65536){
return refuse(validate27, instancePath+"/options/" + i0, texts[17]);
}
}
else {
return refuse(validate27, instancePath+"/options/" + i0, texts[1]);
}
}
var valid1 = _errs10 === errors;
if(!valid1){
break;
}
}
}
}
}
else {
return refuse(validate27, instancePath+"/options", texts[18]);
}
}
var valid0 = _errs8 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
else {
return refuse(validate27, instancePath, texts[12]);
}
}
validate27.errors = vErrors;
return errors === 0;
}

export const params_kernelModule = validate28;
const schema38 = {"properties":{"name":0,"options":0}};
const pattern37 = new RegExp("^[A-Za-z0-9_-]{1,64}$", "u");
const pattern39 = new RegExp("^[^\\s\"#\\\\]+$", "u");

function validate28(data, {instancePath=""}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(isTable(data)){
if(data.options === undefined){
data.options = {};
}
let missing0;
if((data.name === undefined) && (missing0 = "name")){
return refuse(validate28, instancePath, lacking(missing0));
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!((key0 === "name") || (key0 === "options"))){
return refuse(validate28, instancePath, texts[0]);
break;
}
}
if(_errs1 === errors){
if(data.name !== undefined){
let data0 = data.name;
const _errs2 = errors;
if(errors === _errs2){
if(typeof data0 === "string"){
if(!pattern37.test(data0)){
return refuse(validate28, instancePath+"/name", "must match pattern \""+"^[A-Za-z0-9_-]{1,64}$"+"\"");
}
}
else {
return refuse(validate28, instancePath+"/name", texts[1]);
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
let data1 = data.options;
const _errs4 = errors;
if(errors === _errs4){
if(isTable(data1)){
for(const key1 in data1){
const _errs6 = errors;
if(errors === _errs6){
if(typeof key1 === "string"){
if(!pattern37.test(key1)){
vErrors = noted(vErrors, instancePath+"/options", "must match pattern \""+"^[A-Za-z0-9_-]{1,64}$"+"\"");
errors++;
}
}
else {
vErrors = noted(vErrors, instancePath+"/options", texts[1]);
errors++;
}
}
var valid1 = _errs6 === errors;
if(!valid1){
vErrors = noted(vErrors, instancePath+"/options", texts[42]);
errors++;
validate28.errors = vErrors;
return false;
break;
}
}
if(valid1){
for(const key2 in data1){
let data2 = data1[key2];
const _errs9 = errors;
if(errors === _errs9){
if(typeof data2 === "string"){
if(!pattern39.test(data2)){
return refuse(validate28, instancePath+"/options/" + key2.replace(/[~/]/g, escaped), "must match pattern \""+"^[^\\s\"#\\\\]+$"+"\"");
}
else {
if(data2.length > 1024 && [...data2].length > 1024){
return refuse(validate28, instancePath+"/options/" + key2.replace(/[~/]/g, escaped), texts[31]);
}
}
}
else {
return refuse(validate28, instancePath+"/options/" + key2.replace(/[~/]/g, escaped), texts[1]);
}
}
var valid2 = _errs9 === errors;
if(!valid2){
break;
}
}
}
}
else {
return refuse(validate28, instancePath+"/options", texts[12]);
}
}
var valid0 = _errs4 === errors;
}
}
}
}
else {
return refuse(validate28, instancePath, texts[12]);
}
}
validate28.errors = vErrors;
return errors === 0;
}

export const params_hugepages = validate29;
const schema39 = {"properties":{"enabled":0,"defrag":0}};

function validate29(data, {instancePath=""}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(isTable(data)){
let missing0;
if((data.enabled === undefined) && (missing0 = "enabled")){
return refuse(validate29, instancePath, lacking(missing0));
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!((key0 === "enabled") || (key0 === "defrag"))){
return refuse(validate29, instancePath, texts[0]);
break;
}
}
if(_errs1 === errors){
if(data.enabled !== undefined){
let data0 = data.enabled;
const _errs2 = errors;
if(typeof data0 !== "string"){
return refuse(validate29, instancePath+"/enabled", texts[1]);
}
if(!(((data0 === "always") || (data0 === "madvise")) || (data0 === "never"))){
return refuse(validate29, instancePath+"/enabled", texts[28]);
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.defrag !== undefined){
let data1 = data.defrag;
const _errs4 = errors;
if(typeof data1 !== "string"){
return refuse(validate29, instancePath+"/defrag", texts[1]);
}
if(!(((((data1 === "always") || (data1 === "defer")) || (data1 === "defer+madvise")) || (data1 === "madvise")) || (data1 === "never"))){
return refuse(validate29, instancePath+"/defrag", texts[28]);
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
else {
return refuse(validate29, instancePath, texts[12]);
}
}
validate29.errors = vErrors;
return errors === 0;
}

export const params_reboot = validate30;
const schema40 = {"properties":{"name":0,"when":0,"path":0,"command":0,"quietWithinMs":0}};
const pattern40 = new RegExp("^[A-Za-z0-9][\\w .:+-]*$", "u");

function validate30(data, {instancePath=""}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(isTable(data)){
if(data.when === undefined){
data.when = "required";
}
if(data.quietWithinMs === undefined){
data.quietWithinMs = 600000;
}
let missing0;
if((data.name === undefined) && (missing0 = "name")){
return refuse(validate30, instancePath, lacking(missing0));
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(((((key0 === "name") || (key0 === "when")) || (key0 === "path")) || (key0 === "command")) || (key0 === "quietWithinMs"))){
return refuse(validate30, instancePath, texts[0]);
break;
}
}
if(_errs1 === errors){
if(data.name !== undefined){
let data0 = data.name;
const _errs2 = errors;
if(errors === _errs2){
if(typeof data0 === "string"){
if(!pattern40.test(data0)){
return refuse(validate30, instancePath+"/name", "must match pattern \""+"^[A-Za-z0-9][\\w .:+-]*$"+"\"");
}
else {
if(data0.length > 200 && [...data0].length > 200){
return refuse(validate30, instancePath+"/name", texts[16]);
}
}
}
else {
return refuse(validate30, instancePath+"/name", texts[1]);
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
let data1 = data.when;
const _errs4 = errors;
if(typeof data1 !== "string"){
return refuse(validate30, instancePath+"/when", texts[1]);
}
if(!((data1 === "required") || (data1 === "once"))){
return refuse(validate30, instancePath+"/when", texts[28]);
}
var valid0 = _errs4 === errors;
if(valid0){
if(data.path !== undefined){
let data2 = data.path;
const _errs6 = errors;
if(errors === _errs6){
if(typeof data2 === "string"){
if(!pattern27.test(data2)){
return refuse(validate30, instancePath+"/path", "must match pattern \""+"^\\/([^/\\0]+(\\/[^/\\0]+)*)?$"+"\"");
}
else {
if(data2.length > 4096 && [...data2].length > 4096){
return refuse(validate30, instancePath+"/path", texts[27]);
}
}
}
else {
return refuse(validate30, instancePath+"/path", texts[1]);
}
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.command !== undefined){
let data3 = data.command;
const _errs8 = errors;
if(errors === _errs8){
if(Array.isArray(data3)){
if(data3.length > 256){
return refuse(validate30, instancePath+"/command", texts[32]);
}
else {
if(data3.length < 1){
return refuse(validate30, instancePath+"/command", texts[21]);
}
else {
var valid1 = true;
const len0 = data3.length;
for(let i0=0; i0<len0; i0++){
let data4 = data3[i0];
const _errs10 = errors;
if(errors === _errs10){
if(typeof data4 === "string"){
if(data4.length > 65536 && [...data4].length > 65536){
return refuse(validate30, instancePath+"/command/" + i0, texts[17]);
}
}
else {
return refuse(validate30, instancePath+"/command/" + i0, texts[1]);
}
}
var valid1 = _errs10 === errors;
if(!valid1){
break;
}
}
}
}
}
else {
return refuse(validate30, instancePath+"/command", texts[18]);
}
}
var valid0 = _errs8 === errors;
}
else {
var valid0 = true;
}
if(valid0){
let data5 = data.quietWithinMs;
const _errs12 = errors;
if(!(((typeof data5 == "number") && (!(data5 % 1) && !isNaN(data5))) && (isFinite(data5)))){
return refuse(validate30, instancePath+"/quietWithinMs", texts[3]);
}
if(errors === _errs12){
if((typeof data5 == "number") && (isFinite(data5))){
if(data5 > 86400000 || isNaN(data5)){
return refuse(validate30, instancePath+"/quietWithinMs", texts[36]);
}
else {
if(data5 < 0 || isNaN(data5)){
return refuse(validate30, instancePath+"/quietWithinMs", texts[6]);
}
}
}
}
var valid0 = _errs12 === errors;
}
}
}
}
}
}
}
else {
return refuse(validate30, instancePath, texts[12]);
}
}
validate30.errors = vErrors;
return errors === 0;
}

export const params_timer = validate31;
const schema41 = {"properties":{"name":0,"argv":0,"calendar":0,"spreadMs":0,"catchUp":0,"user":0,"directory":0,"environmentFile":0,"timeoutMs":0,"mutex":0,"mutexWaitMs":0}};
const func1 = Object.prototype.hasOwnProperty;
const pattern42 = new RegExp("^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$", "u");
const pattern43 = new RegExp("^[^\\n\\r%]+$", "u");

function validate31(data, {instancePath=""}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(isTable(data)){
if(data.spreadMs === undefined){
data.spreadMs = 0;
}
if(data.catchUp === undefined){
data.catchUp = false;
}
if(data.timeoutMs === undefined){
data.timeoutMs = 86400000;
}
if(data.mutexWaitMs === undefined){
data.mutexWaitMs = 3600000;
}
let missing0;
if((((data.name === undefined) && (missing0 = "name")) || ((data.argv === undefined) && (missing0 = "argv"))) || ((data.calendar === undefined) && (missing0 = "calendar"))){
return refuse(validate31, instancePath, lacking(missing0));
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(func1.call(schema41.properties, key0))){
return refuse(validate31, instancePath, texts[0]);
break;
}
}
if(_errs1 === errors){
if(data.name !== undefined){
let data0 = data.name;
const _errs2 = errors;
if(errors === _errs2){
if(typeof data0 === "string"){
if(!pattern42.test(data0)){
return refuse(validate31, instancePath+"/name", "must match pattern \""+"^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$"+"\"");
}
}
else {
return refuse(validate31, instancePath+"/name", texts[1]);
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.argv !== undefined){
let data1 = data.argv;
const _errs4 = errors;
if(errors === _errs4){
if(Array.isArray(data1)){
if(data1.length > 256){
return refuse(validate31, instancePath+"/argv", texts[32]);
}
else {
if(data1.length < 1){
return refuse(validate31, instancePath+"/argv", texts[21]);
}
else {
var valid1 = true;
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
let data2 = data1[i0];
const _errs6 = errors;
if(errors === _errs6){
if(typeof data2 === "string"){
if(data2.length > 65536 && [...data2].length > 65536){
return refuse(validate31, instancePath+"/argv/" + i0, texts[17]);
}
}
else {
return refuse(validate31, instancePath+"/argv/" + i0, texts[1]);
}
}
var valid1 = _errs6 === errors;
if(!valid1){
break;
}
}
}
}
}
else {
return refuse(validate31, instancePath+"/argv", texts[18]);
}
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.calendar !== undefined){
let data3 = data.calendar;
const _errs8 = errors;
if(errors === _errs8){
if(typeof data3 === "string"){
if(!pattern43.test(data3)){
return refuse(validate31, instancePath+"/calendar", "must match pattern \""+"^[^\\n\\r%]+$"+"\"");
}
else {
if(data3.length > 200 && [...data3].length > 200){
return refuse(validate31, instancePath+"/calendar", texts[16]);
}
else {
if(data3.length < 1){
return refuse(validate31, instancePath+"/calendar", texts[14]);
}
}
}
}
else {
return refuse(validate31, instancePath+"/calendar", texts[1]);
}
}
var valid0 = _errs8 === errors;
}
else {
var valid0 = true;
}
if(valid0){
let data4 = data.spreadMs;
const _errs10 = errors;
if(!(((typeof data4 == "number") && (!(data4 % 1) && !isNaN(data4))) && (isFinite(data4)))){
return refuse(validate31, instancePath+"/spreadMs", texts[3]);
}
if(errors === _errs10){
if((typeof data4 == "number") && (isFinite(data4))){
if(data4 > 2678400000 || isNaN(data4)){
return refuse(validate31, instancePath+"/spreadMs", texts[53]);
}
else {
if(data4 < 0 || isNaN(data4)){
return refuse(validate31, instancePath+"/spreadMs", texts[6]);
}
}
}
}
var valid0 = _errs10 === errors;
if(valid0){
const _errs12 = errors;
if(typeof data.catchUp !== "boolean"){
return refuse(validate31, instancePath+"/catchUp", texts[19]);
}
var valid0 = _errs12 === errors;
if(valid0){
if(data.user !== undefined){
let data6 = data.user;
const _errs14 = errors;
if(errors === _errs14){
if(typeof data6 === "string"){
if(!pattern28.test(data6)){
return refuse(validate31, instancePath+"/user", "must match pattern \""+"^([A-Za-z_][A-Za-z0-9_.-]{0,31}\\$?|\\d{1,10})$"+"\"");
}
}
else {
return refuse(validate31, instancePath+"/user", texts[1]);
}
}
var valid0 = _errs14 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.directory !== undefined){
let data7 = data.directory;
const _errs16 = errors;
if(errors === _errs16){
if(typeof data7 === "string"){
if(!pattern27.test(data7)){
return refuse(validate31, instancePath+"/directory", "must match pattern \""+"^\\/([^/\\0]+(\\/[^/\\0]+)*)?$"+"\"");
}
else {
if(data7.length > 4096 && [...data7].length > 4096){
return refuse(validate31, instancePath+"/directory", texts[27]);
}
}
}
else {
return refuse(validate31, instancePath+"/directory", texts[1]);
}
}
var valid0 = _errs16 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.environmentFile !== undefined){
let data8 = data.environmentFile;
const _errs18 = errors;
if(errors === _errs18){
if(typeof data8 === "string"){
if(!pattern27.test(data8)){
return refuse(validate31, instancePath+"/environmentFile", "must match pattern \""+"^\\/([^/\\0]+(\\/[^/\\0]+)*)?$"+"\"");
}
else {
if(data8.length > 4096 && [...data8].length > 4096){
return refuse(validate31, instancePath+"/environmentFile", texts[27]);
}
}
}
else {
return refuse(validate31, instancePath+"/environmentFile", texts[1]);
}
}
var valid0 = _errs18 === errors;
}
else {
var valid0 = true;
}
if(valid0){
let data9 = data.timeoutMs;
const _errs20 = errors;
if(!(((typeof data9 == "number") && (!(data9 % 1) && !isNaN(data9))) && (isFinite(data9)))){
return refuse(validate31, instancePath+"/timeoutMs", texts[3]);
}
if(errors === _errs20){
if((typeof data9 == "number") && (isFinite(data9))){
if(data9 > 2678400000 || isNaN(data9)){
return refuse(validate31, instancePath+"/timeoutMs", texts[53]);
}
else {
if(data9 < 1000 || isNaN(data9)){
return refuse(validate31, instancePath+"/timeoutMs", texts[10]);
}
}
}
}
var valid0 = _errs20 === errors;
if(valid0){
if(data.mutex !== undefined){
let data10 = data.mutex;
const _errs22 = errors;
if(errors === _errs22){
if(typeof data10 === "string"){
if(!pattern42.test(data10)){
return refuse(validate31, instancePath+"/mutex", "must match pattern \""+"^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$"+"\"");
}
}
else {
return refuse(validate31, instancePath+"/mutex", texts[1]);
}
}
var valid0 = _errs22 === errors;
}
else {
var valid0 = true;
}
if(valid0){
let data11 = data.mutexWaitMs;
const _errs24 = errors;
if(!(((typeof data11 == "number") && (!(data11 % 1) && !isNaN(data11))) && (isFinite(data11)))){
return refuse(validate31, instancePath+"/mutexWaitMs", texts[3]);
}
if(errors === _errs24){
if((typeof data11 == "number") && (isFinite(data11))){
if(data11 > 2678400000 || isNaN(data11)){
return refuse(validate31, instancePath+"/mutexWaitMs", texts[53]);
}
else {
if(data11 < 0 || isNaN(data11)){
return refuse(validate31, instancePath+"/mutexWaitMs", texts[6]);
}
}
}
}
var valid0 = _errs24 === errors;
}
}
}
}
}
}
}
}
}
}
}
}
}
else {
return refuse(validate31, instancePath, texts[12]);
}
}
validate31.errors = vErrors;
return errors === 0;
}

export const params_firewall = validate32;
const schema42 = {"properties":{"name":0,"ingress":0,"egress":0,"ingressPolicy":0,"egressPolicy":0,"allowController":0,"undoAfterMs":0}};
const pattern48 = new RegExp("^[a-z][a-z0-9_]{0,30}$", "u");
const pattern49 = new RegExp("^\\d{1,5}-\\d{1,5}$", "u");
const pattern50 = new RegExp("^(\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-fA-F:]*:[0-9a-fA-F:.]*)(\\/\\d{1,3})?$", "u");
const pattern51 = new RegExp("^[\\w .,:()/-]+$", "u");

function validate32(data, {instancePath=""}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(isTable(data)){
if(data.ingress === undefined){
data.ingress = [];
}
if(data.egress === undefined){
data.egress = [];
}
if(data.ingressPolicy === undefined){
data.ingressPolicy = "drop";
}
if(data.egressPolicy === undefined){
data.egressPolicy = "accept";
}
if(data.allowController === undefined){
data.allowController = true;
}
if(data.undoAfterMs === undefined){
data.undoAfterMs = 60000;
}
let missing0;
if((data.name === undefined) && (missing0 = "name")){
return refuse(validate32, instancePath, lacking(missing0));
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(((((((key0 === "name") || (key0 === "ingress")) || (key0 === "egress")) || (key0 === "ingressPolicy")) || (key0 === "egressPolicy")) || (key0 === "allowController")) || (key0 === "undoAfterMs"))){
return refuse(validate32, instancePath, texts[0]);
break;
}
}
if(_errs1 === errors){
if(data.name !== undefined){
let data0 = data.name;
const _errs2 = errors;
if(errors === _errs2){
if(typeof data0 === "string"){
if(!pattern48.test(data0)){
return refuse(validate32, instancePath+"/name", "must match pattern \""+"^[a-z][a-z0-9_]{0,30}$"+"\"");
}
}
else {
return refuse(validate32, instancePath+"/name", texts[1]);
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
let data1 = data.ingress;
const _errs4 = errors;
if(errors === _errs4){
if(Array.isArray(data1)){
if(data1.length > 1000){
return refuse(validate32, instancePath+"/ingress", texts[47]);
}
else {
var valid1 = true;
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
let data2 = data1[i0];
const _errs6 = errors;
if(errors === _errs6){
if(isTable(data2)){
if(data2.protocol === undefined){
data2.protocol = "tcp";
}
if(data2.action === undefined){
data2.action = "accept";
}
const _errs8 = errors;
for(const key1 in data2){
if(!(((((key1 === "protocol") || (key1 === "ports")) || (key1 === "peers")) || (key1 === "action")) || (key1 === "comment"))){
return refuse(validate32, instancePath+"/ingress/" + i0, texts[0]);
break;
}
}
if(_errs8 === errors){
let data3 = data2.protocol;
const _errs9 = errors;
if(typeof data3 !== "string"){
return refuse(validate32, instancePath+"/ingress/" + i0+"/protocol", texts[1]);
}
if(!(((data3 === "tcp") || (data3 === "udp")) || (data3 === "any"))){
return refuse(validate32, instancePath+"/ingress/" + i0+"/protocol", texts[28]);
}
var valid2 = _errs9 === errors;
if(valid2){
if(data2.ports !== undefined){
let data4 = data2.ports;
const _errs11 = errors;
if(errors === _errs11){
if(Array.isArray(data4)){
if(data4.length > 100){
return refuse(validate32, instancePath+"/ingress/" + i0+"/ports", texts[54]);
}
else {
if(data4.length < 1){
return refuse(validate32, instancePath+"/ingress/" + i0+"/ports", texts[21]);
}
else {
var valid3 = true;
const len1 = data4.length;
for(let i1=0; i1<len1; i1++){
let data5 = data4[i1];
const _errs13 = errors;
const _errs14 = errors;
let valid4 = false;
const _errs15 = errors;
if(!(((typeof data5 == "number") && (!(data5 % 1) && !isNaN(data5))) && (isFinite(data5)))){
vErrors = noted(vErrors, instancePath+"/ingress/" + i0+"/ports/" + i1, texts[3]);
errors++;
}
if(errors === _errs15){
if((typeof data5 == "number") && (isFinite(data5))){
if(data5 > 65535 || isNaN(data5)){
vErrors = noted(vErrors, instancePath+"/ingress/" + i0+"/ports/" + i1, texts[23]);
errors++;
}
else {
if(data5 < 1 || isNaN(data5)){
vErrors = noted(vErrors, instancePath+"/ingress/" + i0+"/ports/" + i1, texts[5]);
errors++;
}
}
}
}
var _valid0 = _errs15 === errors;
valid4 = valid4 || _valid0;
const _errs17 = errors;
if(errors === _errs17){
if(typeof data5 === "string"){
if(!pattern49.test(data5)){
vErrors = noted(vErrors, instancePath+"/ingress/" + i0+"/ports/" + i1, "must match pattern \""+"^\\d{1,5}-\\d{1,5}$"+"\"");
errors++;
}
}
else {
vErrors = noted(vErrors, instancePath+"/ingress/" + i0+"/ports/" + i1, texts[1]);
errors++;
}
}
var _valid0 = _errs17 === errors;
valid4 = valid4 || _valid0;
if(!valid4){
vErrors = noted(vErrors, instancePath+"/ingress/" + i0+"/ports/" + i1, texts[8]);
errors++;
validate32.errors = vErrors;
return false;
}
else {
errors = _errs14;
if(vErrors !== null){
if(_errs14){
vErrors.length = _errs14;
}
else {
vErrors = null;
}
}
}
var valid3 = _errs13 === errors;
if(!valid3){
break;
}
}
}
}
}
else {
return refuse(validate32, instancePath+"/ingress/" + i0+"/ports", texts[18]);
}
}
var valid2 = _errs11 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data2.peers !== undefined){
let data6 = data2.peers;
const _errs19 = errors;
if(errors === _errs19){
if(Array.isArray(data6)){
if(data6.length > 1000){
return refuse(validate32, instancePath+"/ingress/" + i0+"/peers", texts[47]);
}
else {
if(data6.length < 1){
return refuse(validate32, instancePath+"/ingress/" + i0+"/peers", texts[21]);
}
else {
var valid5 = true;
const len2 = data6.length;
for(let i2=0; i2<len2; i2++){
let data7 = data6[i2];
const _errs21 = errors;
if(errors === _errs21){
if(typeof data7 === "string"){
if(!pattern50.test(data7)){
return refuse(validate32, instancePath+"/ingress/" + i0+"/peers/" + i2, "must match pattern \""+"^(\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-fA-F:]*:[0-9a-fA-F:.]*)(\\/\\d{1,3})?$"+"\"");
}
}
else {
return refuse(validate32, instancePath+"/ingress/" + i0+"/peers/" + i2, texts[1]);
}
}
var valid5 = _errs21 === errors;
if(!valid5){
break;
}
}
}
}
}
else {
return refuse(validate32, instancePath+"/ingress/" + i0+"/peers", texts[18]);
}
}
var valid2 = _errs19 === errors;
}
else {
var valid2 = true;
}
if(valid2){
let data8 = data2.action;
const _errs23 = errors;
if(typeof data8 !== "string"){
return refuse(validate32, instancePath+"/ingress/" + i0+"/action", texts[1]);
}
if(!(((data8 === "accept") || (data8 === "drop")) || (data8 === "reject"))){
return refuse(validate32, instancePath+"/ingress/" + i0+"/action", texts[28]);
}
var valid2 = _errs23 === errors;
if(valid2){
if(data2.comment !== undefined){
let data9 = data2.comment;
const _errs25 = errors;
if(errors === _errs25){
if(typeof data9 === "string"){
if(!pattern51.test(data9)){
return refuse(validate32, instancePath+"/ingress/" + i0+"/comment", "must match pattern \""+"^[\\w .,:()/-]+$"+"\"");
}
else {
if(data9.length > 100 && [...data9].length > 100){
return refuse(validate32, instancePath+"/ingress/" + i0+"/comment", texts[55]);
}
}
}
else {
return refuse(validate32, instancePath+"/ingress/" + i0+"/comment", texts[1]);
}
}
var valid2 = _errs25 === errors;
}
else {
var valid2 = true;
}
}
}
}
}
}
}
else {
return refuse(validate32, instancePath+"/ingress/" + i0, texts[12]);
}
}
var valid1 = _errs6 === errors;
if(!valid1){
break;
}
}
}
}
else {
return refuse(validate32, instancePath+"/ingress", texts[18]);
}
}
var valid0 = _errs4 === errors;
if(valid0){
let data10 = data.egress;
const _errs27 = errors;
if(errors === _errs27){
if(Array.isArray(data10)){
if(data10.length > 1000){
return refuse(validate32, instancePath+"/egress", texts[47]);
}
else {
var valid6 = true;
const len3 = data10.length;
for(let i3=0; i3<len3; i3++){
let data11 = data10[i3];
const _errs29 = errors;
if(errors === _errs29){
if(isTable(data11)){
if(data11.protocol === undefined){
data11.protocol = "tcp";
}
if(data11.action === undefined){
data11.action = "accept";
}
const _errs31 = errors;
for(const key2 in data11){
if(!(((((key2 === "protocol") || (key2 === "ports")) || (key2 === "peers")) || (key2 === "action")) || (key2 === "comment"))){
return refuse(validate32, instancePath+"/egress/" + i3, texts[0]);
break;
}
}
if(_errs31 === errors){
let data12 = data11.protocol;
const _errs32 = errors;
if(typeof data12 !== "string"){
return refuse(validate32, instancePath+"/egress/" + i3+"/protocol", texts[1]);
}
if(!(((data12 === "tcp") || (data12 === "udp")) || (data12 === "any"))){
return refuse(validate32, instancePath+"/egress/" + i3+"/protocol", texts[28]);
}
var valid7 = _errs32 === errors;
if(valid7){
if(data11.ports !== undefined){
let data13 = data11.ports;
const _errs34 = errors;
if(errors === _errs34){
if(Array.isArray(data13)){
if(data13.length > 100){
return refuse(validate32, instancePath+"/egress/" + i3+"/ports", texts[54]);
}
else {
if(data13.length < 1){
return refuse(validate32, instancePath+"/egress/" + i3+"/ports", texts[21]);
}
else {
var valid8 = true;
const len4 = data13.length;
for(let i4=0; i4<len4; i4++){
let data14 = data13[i4];
const _errs36 = errors;
const _errs37 = errors;
let valid9 = false;
const _errs38 = errors;
if(!(((typeof data14 == "number") && (!(data14 % 1) && !isNaN(data14))) && (isFinite(data14)))){
vErrors = noted(vErrors, instancePath+"/egress/" + i3+"/ports/" + i4, texts[3]);
errors++;
}
if(errors === _errs38){
if((typeof data14 == "number") && (isFinite(data14))){
if(data14 > 65535 || isNaN(data14)){
vErrors = noted(vErrors, instancePath+"/egress/" + i3+"/ports/" + i4, texts[23]);
errors++;
}
else {
if(data14 < 1 || isNaN(data14)){
vErrors = noted(vErrors, instancePath+"/egress/" + i3+"/ports/" + i4, texts[5]);
errors++;
}
}
}
}
var _valid1 = _errs38 === errors;
valid9 = valid9 || _valid1;
const _errs40 = errors;
if(errors === _errs40){
if(typeof data14 === "string"){
if(!pattern49.test(data14)){
vErrors = noted(vErrors, instancePath+"/egress/" + i3+"/ports/" + i4, "must match pattern \""+"^\\d{1,5}-\\d{1,5}$"+"\"");
errors++;
}
}
else {
vErrors = noted(vErrors, instancePath+"/egress/" + i3+"/ports/" + i4, texts[1]);
errors++;
}
}
var _valid1 = _errs40 === errors;
valid9 = valid9 || _valid1;
if(!valid9){
vErrors = noted(vErrors, instancePath+"/egress/" + i3+"/ports/" + i4, texts[8]);
errors++;
validate32.errors = vErrors;
return false;
}
else {
errors = _errs37;
if(vErrors !== null){
if(_errs37){
vErrors.length = _errs37;
}
else {
vErrors = null;
}
}
}
var valid8 = _errs36 === errors;
if(!valid8){
break;
}
}
}
}
}
else {
return refuse(validate32, instancePath+"/egress/" + i3+"/ports", texts[18]);
}
}
var valid7 = _errs34 === errors;
}
else {
var valid7 = true;
}
if(valid7){
if(data11.peers !== undefined){
let data15 = data11.peers;
const _errs42 = errors;
if(errors === _errs42){
if(Array.isArray(data15)){
if(data15.length > 1000){
return refuse(validate32, instancePath+"/egress/" + i3+"/peers", texts[47]);
}
else {
if(data15.length < 1){
return refuse(validate32, instancePath+"/egress/" + i3+"/peers", texts[21]);
}
else {
var valid10 = true;
const len5 = data15.length;
for(let i5=0; i5<len5; i5++){
let data16 = data15[i5];
const _errs44 = errors;
if(errors === _errs44){
if(typeof data16 === "string"){
if(!pattern50.test(data16)){
return refuse(validate32, instancePath+"/egress/" + i3+"/peers/" + i5, "must match pattern \""+"^(\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-fA-F:]*:[0-9a-fA-F:.]*)(\\/\\d{1,3})?$"+"\"");
}
}
else {
return refuse(validate32, instancePath+"/egress/" + i3+"/peers/" + i5, texts[1]);
}
}
var valid10 = _errs44 === errors;
if(!valid10){
break;
}
}
}
}
}
else {
return refuse(validate32, instancePath+"/egress/" + i3+"/peers", texts[18]);
}
}
var valid7 = _errs42 === errors;
}
else {
var valid7 = true;
}
if(valid7){
let data17 = data11.action;
const _errs46 = errors;
if(typeof data17 !== "string"){
return refuse(validate32, instancePath+"/egress/" + i3+"/action", texts[1]);
}
if(!(((data17 === "accept") || (data17 === "drop")) || (data17 === "reject"))){
return refuse(validate32, instancePath+"/egress/" + i3+"/action", texts[28]);
}
var valid7 = _errs46 === errors;
if(valid7){
if(data11.comment !== undefined){
let data18 = data11.comment;
const _errs48 = errors;
if(errors === _errs48){
if(typeof data18 === "string"){
if(!pattern51.test(data18)){
return refuse(validate32, instancePath+"/egress/" + i3+"/comment", "must match pattern \""+"^[\\w .,:()/-]+$"+"\"");
}
else {
if(data18.length > 100 && [...data18].length > 100){
return refuse(validate32, instancePath+"/egress/" + i3+"/comment", texts[55]);
}
}
}
else {
return refuse(validate32, instancePath+"/egress/" + i3+"/comment", texts[1]);
}
}
var valid7 = _errs48 === errors;
}
else {
var valid7 = true;
}
}
}
}
}
}
}
else {
return refuse(validate32, instancePath+"/egress/" + i3, texts[12]);
}
}
var valid6 = _errs29 === errors;
if(!valid6){
break;
}
}
}
}
else {
return refuse(validate32, instancePath+"/egress", texts[18]);
}
}
var valid0 = _errs27 === errors;
if(valid0){
let data19 = data.ingressPolicy;
const _errs50 = errors;
if(typeof data19 !== "string"){
return refuse(validate32, instancePath+"/ingressPolicy", texts[1]);
}
if(!((data19 === "accept") || (data19 === "drop"))){
return refuse(validate32, instancePath+"/ingressPolicy", texts[28]);
}
var valid0 = _errs50 === errors;
if(valid0){
let data20 = data.egressPolicy;
const _errs52 = errors;
if(typeof data20 !== "string"){
return refuse(validate32, instancePath+"/egressPolicy", texts[1]);
}
if(!((data20 === "accept") || (data20 === "drop"))){
return refuse(validate32, instancePath+"/egressPolicy", texts[28]);
}
var valid0 = _errs52 === errors;
if(valid0){
const _errs54 = errors;
if(typeof data.allowController !== "boolean"){
return refuse(validate32, instancePath+"/allowController", texts[19]);
}
var valid0 = _errs54 === errors;
if(valid0){
let data22 = data.undoAfterMs;
const _errs56 = errors;
if(!(((typeof data22 == "number") && (!(data22 % 1) && !isNaN(data22))) && (isFinite(data22)))){
return refuse(validate32, instancePath+"/undoAfterMs", texts[3]);
}
if(errors === _errs56){
if((typeof data22 == "number") && (isFinite(data22))){
if(data22 > 600000 || isNaN(data22)){
return refuse(validate32, instancePath+"/undoAfterMs", texts[9]);
}
else {
if(data22 < 10000 || isNaN(data22)){
return refuse(validate32, instancePath+"/undoAfterMs", texts[50]);
}
}
}
}
var valid0 = _errs56 === errors;
}
}
}
}
}
}
}
}
}
else {
return refuse(validate32, instancePath, texts[12]);
}
}
validate32.errors = vErrors;
return errors === 0;
}

export const params_wait = validate33;
const schema43 = {"properties":{"name":0,"port":0,"host":0,"url":0,"status":0,"command":0,"path":0,"timeoutMs":0,"everyMs":0}};
const pattern55 = new RegExp("^[A-Za-z0-9:_.-]{1,253}$", "u");
const pattern56 = new RegExp("^https?:\\/\\/[^\\s]+$", "u");

function validate33(data, {instancePath=""}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(isTable(data)){
if(data.host === undefined){
data.host = "127.0.0.1";
}
if(data.status === undefined){
data.status = [200];
}
if(data.timeoutMs === undefined){
data.timeoutMs = 60000;
}
if(data.everyMs === undefined){
data.everyMs = 1000;
}
let missing0;
if((data.name === undefined) && (missing0 = "name")){
return refuse(validate33, instancePath, lacking(missing0));
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(func1.call(schema43.properties, key0))){
return refuse(validate33, instancePath, texts[0]);
break;
}
}
if(_errs1 === errors){
if(data.name !== undefined){
let data0 = data.name;
const _errs2 = errors;
if(errors === _errs2){
if(typeof data0 === "string"){
if(data0.length > 200 && [...data0].length > 200){
return refuse(validate33, instancePath+"/name", texts[16]);
}
else {
if(data0.length < 1){
return refuse(validate33, instancePath+"/name", texts[14]);
}
}
}
else {
return refuse(validate33, instancePath+"/name", texts[1]);
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.port !== undefined){
let data1 = data.port;
const _errs4 = errors;
if(!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))){
return refuse(validate33, instancePath+"/port", texts[3]);
}
if(errors === _errs4){
if((typeof data1 == "number") && (isFinite(data1))){
if(data1 > 65535 || isNaN(data1)){
return refuse(validate33, instancePath+"/port", texts[23]);
}
else {
if(data1 < 1 || isNaN(data1)){
return refuse(validate33, instancePath+"/port", texts[5]);
}
}
}
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
let data2 = data.host;
const _errs6 = errors;
if(errors === _errs6){
if(typeof data2 === "string"){
if(!pattern55.test(data2)){
return refuse(validate33, instancePath+"/host", "must match pattern \""+"^[A-Za-z0-9:_.-]{1,253}$"+"\"");
}
}
else {
return refuse(validate33, instancePath+"/host", texts[1]);
}
}
var valid0 = _errs6 === errors;
if(valid0){
if(data.url !== undefined){
let data3 = data.url;
const _errs8 = errors;
if(errors === _errs8){
if(typeof data3 === "string"){
if(!pattern56.test(data3)){
return refuse(validate33, instancePath+"/url", "must match pattern \""+"^https?:\\/\\/[^\\s]+$"+"\"");
}
else {
if(data3.length > 2048 && [...data3].length > 2048){
return refuse(validate33, instancePath+"/url", texts[26]);
}
}
}
else {
return refuse(validate33, instancePath+"/url", texts[1]);
}
}
var valid0 = _errs8 === errors;
}
else {
var valid0 = true;
}
if(valid0){
let data4 = data.status;
const _errs10 = errors;
if(errors === _errs10){
if(Array.isArray(data4)){
if(data4.length > 20){
return refuse(validate33, instancePath+"/status", texts[56]);
}
else {
if(data4.length < 1){
return refuse(validate33, instancePath+"/status", texts[21]);
}
else {
var valid1 = true;
const len0 = data4.length;
for(let i0=0; i0<len0; i0++){
let data5 = data4[i0];
const _errs12 = errors;
if(!(((typeof data5 == "number") && (!(data5 % 1) && !isNaN(data5))) && (isFinite(data5)))){
return refuse(validate33, instancePath+"/status/" + i0, texts[3]);
}
if(errors === _errs12){
if((typeof data5 == "number") && (isFinite(data5))){
if(data5 > 599 || isNaN(data5)){
return refuse(validate33, instancePath+"/status/" + i0, texts[57]);
}
else {
if(data5 < 100 || isNaN(data5)){
return refuse(validate33, instancePath+"/status/" + i0, texts[25]);
}
}
}
}
var valid1 = _errs12 === errors;
if(!valid1){
break;
}
}
}
}
}
else {
return refuse(validate33, instancePath+"/status", texts[18]);
}
}
var valid0 = _errs10 === errors;
if(valid0){
if(data.command !== undefined){
let data6 = data.command;
const _errs14 = errors;
if(errors === _errs14){
if(Array.isArray(data6)){
if(data6.length > 256){
return refuse(validate33, instancePath+"/command", texts[32]);
}
else {
if(data6.length < 1){
return refuse(validate33, instancePath+"/command", texts[21]);
}
else {
var valid2 = true;
const len1 = data6.length;
for(let i1=0; i1<len1; i1++){
let data7 = data6[i1];
const _errs16 = errors;
if(errors === _errs16){
if(typeof data7 === "string"){
if(data7.length > 65536 && [...data7].length > 65536){
return refuse(validate33, instancePath+"/command/" + i1, texts[17]);
}
}
else {
return refuse(validate33, instancePath+"/command/" + i1, texts[1]);
}
}
var valid2 = _errs16 === errors;
if(!valid2){
break;
}
}
}
}
}
else {
return refuse(validate33, instancePath+"/command", texts[18]);
}
}
var valid0 = _errs14 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.path !== undefined){
let data8 = data.path;
const _errs18 = errors;
if(errors === _errs18){
if(typeof data8 === "string"){
if(!pattern27.test(data8)){
return refuse(validate33, instancePath+"/path", "must match pattern \""+"^\\/([^/\\0]+(\\/[^/\\0]+)*)?$"+"\"");
}
else {
if(data8.length > 4096 && [...data8].length > 4096){
return refuse(validate33, instancePath+"/path", texts[27]);
}
}
}
else {
return refuse(validate33, instancePath+"/path", texts[1]);
}
}
var valid0 = _errs18 === errors;
}
else {
var valid0 = true;
}
if(valid0){
let data9 = data.timeoutMs;
const _errs20 = errors;
if(!(((typeof data9 == "number") && (!(data9 % 1) && !isNaN(data9))) && (isFinite(data9)))){
return refuse(validate33, instancePath+"/timeoutMs", texts[3]);
}
if(errors === _errs20){
if((typeof data9 == "number") && (isFinite(data9))){
if(data9 > 86400000 || isNaN(data9)){
return refuse(validate33, instancePath+"/timeoutMs", texts[36]);
}
else {
if(data9 < 1000 || isNaN(data9)){
return refuse(validate33, instancePath+"/timeoutMs", texts[10]);
}
}
}
}
var valid0 = _errs20 === errors;
if(valid0){
let data10 = data.everyMs;
const _errs22 = errors;
if(!(((typeof data10 == "number") && (!(data10 % 1) && !isNaN(data10))) && (isFinite(data10)))){
return refuse(validate33, instancePath+"/everyMs", texts[3]);
}
if(errors === _errs22){
if((typeof data10 == "number") && (isFinite(data10))){
if(data10 > 600000 || isNaN(data10)){
return refuse(validate33, instancePath+"/everyMs", texts[9]);
}
else {
if(data10 < 100 || isNaN(data10)){
return refuse(validate33, instancePath+"/everyMs", texts[25]);
}
}
}
}
var valid0 = _errs22 === errors;
}
}
}
}
}
}
}
}
}
}
}
else {
return refuse(validate33, instancePath, texts[12]);
}
}
validate33.errors = vErrors;
return errors === 0;
}

export const params_assert = validate34;
const schema44 = {"properties":{"name":0,"command":0,"path":0,"fact":0,"equals":0,"atLeast":0,"atMost":0,"contains":0,"hint":0}};
const pattern59 = new RegExp("^[a-zA-Z]\\w*(\\.\\w+)*$", "u");

function validate34(data, {instancePath=""}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(isTable(data)){
let missing0;
if(((data.name === undefined) && (missing0 = "name")) || ((data.hint === undefined) && (missing0 = "hint"))){
return refuse(validate34, instancePath, lacking(missing0));
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(func1.call(schema44.properties, key0))){
return refuse(validate34, instancePath, texts[0]);
break;
}
}
if(_errs1 === errors){
if(data.name !== undefined){
let data0 = data.name;
const _errs2 = errors;
if(errors === _errs2){
if(typeof data0 === "string"){
if(data0.length > 200 && [...data0].length > 200){
return refuse(validate34, instancePath+"/name", texts[16]);
}
else {
if(data0.length < 1){
return refuse(validate34, instancePath+"/name", texts[14]);
}
}
}
else {
return refuse(validate34, instancePath+"/name", texts[1]);
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.command !== undefined){
let data1 = data.command;
const _errs4 = errors;
if(errors === _errs4){
if(Array.isArray(data1)){
if(data1.length > 256){
return refuse(validate34, instancePath+"/command", texts[32]);
}
else {
if(data1.length < 1){
return refuse(validate34, instancePath+"/command", texts[21]);
}
else {
var valid1 = true;
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
let data2 = data1[i0];
const _errs6 = errors;
if(errors === _errs6){
if(typeof data2 === "string"){
if(data2.length > 65536 && [...data2].length > 65536){
return refuse(validate34, instancePath+"/command/" + i0, texts[17]);
}
}
else {
return refuse(validate34, instancePath+"/command/" + i0, texts[1]);
}
}
var valid1 = _errs6 === errors;
if(!valid1){
break;
}
}
}
}
}
else {
return refuse(validate34, instancePath+"/command", texts[18]);
}
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.path !== undefined){
let data3 = data.path;
const _errs8 = errors;
if(errors === _errs8){
if(typeof data3 === "string"){
if(!pattern27.test(data3)){
return refuse(validate34, instancePath+"/path", "must match pattern \""+"^\\/([^/\\0]+(\\/[^/\\0]+)*)?$"+"\"");
}
else {
if(data3.length > 4096 && [...data3].length > 4096){
return refuse(validate34, instancePath+"/path", texts[27]);
}
}
}
else {
return refuse(validate34, instancePath+"/path", texts[1]);
}
}
var valid0 = _errs8 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.fact !== undefined){
let data4 = data.fact;
const _errs10 = errors;
if(errors === _errs10){
if(typeof data4 === "string"){
if(!pattern59.test(data4)){
return refuse(validate34, instancePath+"/fact", "must match pattern \""+"^[a-zA-Z]\\w*(\\.\\w+)*$"+"\"");
}
else {
if(data4.length > 256 && [...data4].length > 256){
return refuse(validate34, instancePath+"/fact", texts[29]);
}
}
}
else {
return refuse(validate34, instancePath+"/fact", texts[1]);
}
}
var valid0 = _errs10 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.equals !== undefined){
let data5 = data.equals;
const _errs12 = errors;
const _errs13 = errors;
let valid2 = false;
const _errs14 = errors;
if(errors === _errs14){
if(typeof data5 === "string"){
if(data5.length > 4096 && [...data5].length > 4096){
vErrors = noted(vErrors, instancePath+"/equals", texts[27]);
errors++;
}
}
else {
vErrors = noted(vErrors, instancePath+"/equals", texts[1]);
errors++;
}
}
var _valid0 = _errs14 === errors;
valid2 = valid2 || _valid0;
const _errs16 = errors;
if(!((typeof data5 == "number") && (isFinite(data5)))){
vErrors = noted(vErrors, instancePath+"/equals", texts[11]);
errors++;
}
var _valid0 = _errs16 === errors;
valid2 = valid2 || _valid0;
const _errs18 = errors;
if(typeof data5 !== "boolean"){
vErrors = noted(vErrors, instancePath+"/equals", texts[19]);
errors++;
}
var _valid0 = _errs18 === errors;
valid2 = valid2 || _valid0;
if(!valid2){
vErrors = noted(vErrors, instancePath+"/equals", texts[8]);
errors++;
validate34.errors = vErrors;
return false;
}
else {
errors = _errs13;
if(vErrors !== null){
if(_errs13){
vErrors.length = _errs13;
}
else {
vErrors = null;
}
}
}
var valid0 = _errs12 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.atLeast !== undefined){
let data6 = data.atLeast;
const _errs20 = errors;
if(!((typeof data6 == "number") && (isFinite(data6)))){
return refuse(validate34, instancePath+"/atLeast", texts[11]);
}
var valid0 = _errs20 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.atMost !== undefined){
let data7 = data.atMost;
const _errs22 = errors;
if(!((typeof data7 == "number") && (isFinite(data7)))){
return refuse(validate34, instancePath+"/atMost", texts[11]);
}
var valid0 = _errs22 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.contains !== undefined){
let data8 = data.contains;
const _errs24 = errors;
if(errors === _errs24){
if(typeof data8 === "string"){
if(data8.length > 4096 && [...data8].length > 4096){
return refuse(validate34, instancePath+"/contains", texts[27]);
}
else {
if(data8.length < 1){
return refuse(validate34, instancePath+"/contains", texts[14]);
}
}
}
else {
return refuse(validate34, instancePath+"/contains", texts[1]);
}
}
var valid0 = _errs24 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.hint !== undefined){
let data9 = data.hint;
const _errs26 = errors;
if(errors === _errs26){
if(typeof data9 === "string"){
if(data9.length > 1024 && [...data9].length > 1024){
return refuse(validate34, instancePath+"/hint", texts[31]);
}
else {
if(data9.length < 1){
return refuse(validate34, instancePath+"/hint", texts[14]);
}
}
}
else {
return refuse(validate34, instancePath+"/hint", texts[1]);
}
}
var valid0 = _errs26 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
}
}
else {
return refuse(validate34, instancePath, texts[12]);
}
}
validate34.errors = vErrors;
return errors === 0;
}

export const params_aptRepository = validate35;
const schema45 = {"properties":{"name":0,"uris":0,"suites":0,"components":0,"types":0,"architectures":0,"key":0,"keyFile":0,"trusted":0}};
const pattern60 = new RegExp("^[a-z0-9][a-z0-9_-]{0,63}$", "u");
const pattern61 = new RegExp("^(https?:\\/\\/[^\\s/@]+(\\/\\S*)?|file:\\/\\S*)$", "u");
const pattern62 = new RegExp("^[A-Za-z0-9._/+~:-]+$", "u");
const pattern65 = new RegExp("^\\s*-----BEGIN PGP PUBLIC KEY BLOCK-----\\r?\\n[\\s\\S]+-----END PGP PUBLIC KEY BLOCK-----\\s*$", "u");

function validate35(data, {instancePath=""}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(isTable(data)){
if(data.components === undefined){
data.components = [];
}
if(data.types === undefined){
data.types = ["deb"];
}
if(data.architectures === undefined){
data.architectures = [];
}
let missing0;
if((((data.name === undefined) && (missing0 = "name")) || ((data.uris === undefined) && (missing0 = "uris"))) || ((data.suites === undefined) && (missing0 = "suites"))){
return refuse(validate35, instancePath, lacking(missing0));
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(func1.call(schema45.properties, key0))){
return refuse(validate35, instancePath, texts[0]);
break;
}
}
if(_errs1 === errors){
if(data.name !== undefined){
let data0 = data.name;
const _errs2 = errors;
if(errors === _errs2){
if(typeof data0 === "string"){
if(!pattern60.test(data0)){
return refuse(validate35, instancePath+"/name", "must match pattern \""+"^[a-z0-9][a-z0-9_-]{0,63}$"+"\"");
}
}
else {
return refuse(validate35, instancePath+"/name", texts[1]);
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.uris !== undefined){
let data1 = data.uris;
const _errs4 = errors;
if(errors === _errs4){
if(Array.isArray(data1)){
if(data1.length > 20){
return refuse(validate35, instancePath+"/uris", texts[56]);
}
else {
if(data1.length < 1){
return refuse(validate35, instancePath+"/uris", texts[21]);
}
else {
var valid1 = true;
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
let data2 = data1[i0];
const _errs6 = errors;
if(errors === _errs6){
if(typeof data2 === "string"){
if(!pattern61.test(data2)){
return refuse(validate35, instancePath+"/uris/" + i0, "must match pattern \""+"^(https?:\\/\\/[^\\s/@]+(\\/\\S*)?|file:\\/\\S*)$"+"\"");
}
else {
if(data2.length > 1024 && [...data2].length > 1024){
return refuse(validate35, instancePath+"/uris/" + i0, texts[31]);
}
}
}
else {
return refuse(validate35, instancePath+"/uris/" + i0, texts[1]);
}
}
var valid1 = _errs6 === errors;
if(!valid1){
break;
}
}
}
}
}
else {
return refuse(validate35, instancePath+"/uris", texts[18]);
}
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.suites !== undefined){
let data3 = data.suites;
const _errs8 = errors;
if(errors === _errs8){
if(Array.isArray(data3)){
if(data3.length > 20){
return refuse(validate35, instancePath+"/suites", texts[56]);
}
else {
if(data3.length < 1){
return refuse(validate35, instancePath+"/suites", texts[21]);
}
else {
var valid2 = true;
const len1 = data3.length;
for(let i1=0; i1<len1; i1++){
let data4 = data3[i1];
const _errs10 = errors;
if(errors === _errs10){
if(typeof data4 === "string"){
if(!pattern62.test(data4)){
return refuse(validate35, instancePath+"/suites/" + i1, "must match pattern \""+"^[A-Za-z0-9._/+~:-]+$"+"\"");
}
else {
if(data4.length > 200 && [...data4].length > 200){
return refuse(validate35, instancePath+"/suites/" + i1, texts[16]);
}
}
}
else {
return refuse(validate35, instancePath+"/suites/" + i1, texts[1]);
}
}
var valid2 = _errs10 === errors;
if(!valid2){
break;
}
}
}
}
}
else {
return refuse(validate35, instancePath+"/suites", texts[18]);
}
}
var valid0 = _errs8 === errors;
}
else {
var valid0 = true;
}
if(valid0){
let data5 = data.components;
const _errs12 = errors;
if(errors === _errs12){
if(Array.isArray(data5)){
if(data5.length > 50){
return refuse(validate35, instancePath+"/components", texts[58]);
}
else {
var valid3 = true;
const len2 = data5.length;
for(let i2=0; i2<len2; i2++){
let data6 = data5[i2];
const _errs14 = errors;
if(errors === _errs14){
if(typeof data6 === "string"){
if(!pattern62.test(data6)){
return refuse(validate35, instancePath+"/components/" + i2, "must match pattern \""+"^[A-Za-z0-9._/+~:-]+$"+"\"");
}
else {
if(data6.length > 200 && [...data6].length > 200){
return refuse(validate35, instancePath+"/components/" + i2, texts[16]);
}
}
}
else {
return refuse(validate35, instancePath+"/components/" + i2, texts[1]);
}
}
var valid3 = _errs14 === errors;
if(!valid3){
break;
}
}
}
}
else {
return refuse(validate35, instancePath+"/components", texts[18]);
}
}
var valid0 = _errs12 === errors;
if(valid0){
let data7 = data.types;
const _errs16 = errors;
if(errors === _errs16){
if(Array.isArray(data7)){
if(data7.length < 1){
return refuse(validate35, instancePath+"/types", texts[21]);
}
else {
var valid4 = true;
const len3 = data7.length;
for(let i3=0; i3<len3; i3++){
let data8 = data7[i3];
const _errs18 = errors;
if(typeof data8 !== "string"){
return refuse(validate35, instancePath+"/types/" + i3, texts[1]);
}
if(!((data8 === "deb") || (data8 === "deb-src"))){
return refuse(validate35, instancePath+"/types/" + i3, texts[28]);
}
var valid4 = _errs18 === errors;
if(!valid4){
break;
}
}
}
}
else {
return refuse(validate35, instancePath+"/types", texts[18]);
}
}
var valid0 = _errs16 === errors;
if(valid0){
let data9 = data.architectures;
const _errs20 = errors;
if(errors === _errs20){
if(Array.isArray(data9)){
if(data9.length > 20){
return refuse(validate35, instancePath+"/architectures", texts[56]);
}
else {
var valid5 = true;
const len4 = data9.length;
for(let i4=0; i4<len4; i4++){
let data10 = data9[i4];
const _errs22 = errors;
if(errors === _errs22){
if(typeof data10 === "string"){
if(!pattern62.test(data10)){
return refuse(validate35, instancePath+"/architectures/" + i4, "must match pattern \""+"^[A-Za-z0-9._/+~:-]+$"+"\"");
}
else {
if(data10.length > 200 && [...data10].length > 200){
return refuse(validate35, instancePath+"/architectures/" + i4, texts[16]);
}
}
}
else {
return refuse(validate35, instancePath+"/architectures/" + i4, texts[1]);
}
}
var valid5 = _errs22 === errors;
if(!valid5){
break;
}
}
}
}
else {
return refuse(validate35, instancePath+"/architectures", texts[18]);
}
}
var valid0 = _errs20 === errors;
if(valid0){
if(data.key !== undefined){
let data11 = data.key;
const _errs24 = errors;
if(errors === _errs24){
if(typeof data11 === "string"){
if(!pattern65.test(data11)){
return refuse(validate35, instancePath+"/key", "must match pattern \""+"^\\s*-----BEGIN PGP PUBLIC KEY BLOCK-----\\r?\\n[\\s\\S]+-----END PGP PUBLIC KEY BLOCK-----\\s*$"+"\"");
}
else {
if(data11.length > 200000 && [...data11].length > 200000){
return refuse(validate35, instancePath+"/key", texts[59]);
}
}
}
else {
return refuse(validate35, instancePath+"/key", texts[1]);
}
}
var valid0 = _errs24 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.keyFile !== undefined){
let data12 = data.keyFile;
const _errs26 = errors;
if(errors === _errs26){
if(typeof data12 === "string"){
if(!pattern27.test(data12)){
return refuse(validate35, instancePath+"/keyFile", "must match pattern \""+"^\\/([^/\\0]+(\\/[^/\\0]+)*)?$"+"\"");
}
else {
if(data12.length > 4096 && [...data12].length > 4096){
return refuse(validate35, instancePath+"/keyFile", texts[27]);
}
}
}
else {
return refuse(validate35, instancePath+"/keyFile", texts[1]);
}
}
var valid0 = _errs26 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.trusted !== undefined){
let data13 = data.trusted;
const _errs28 = errors;
if(typeof data13 !== "boolean"){
return refuse(validate35, instancePath+"/trusted", texts[19]);
}
if(true !== data13){
return refuse(validate35, instancePath+"/trusted", texts[2]);
}
var valid0 = _errs28 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
}
}
else {
return refuse(validate35, instancePath, texts[12]);
}
}
validate35.errors = vErrors;
return errors === 0;
}

export const params_artifact = validate36;
const schema46 = {"properties":{"path":0,"version":0,"sha256":0,"url":0,"headers":0,"format":0,"as":0,"mode":0,"strip":0,"link":0,"keep":0,"previous":0,"owner":0,"group":0,"setuid":0,"maxBytes":0,"maxEntries":0,"timeoutMs":0}};
const pattern68 = new RegExp("^[A-Za-z0-9_][A-Za-z0-9._+~-]*$", "u");
const pattern70 = new RegExp("^https?:\\/\\/[^\\s/@]+\\/\\S*$", "u");
const pattern71 = new RegExp("^[A-Za-z0-9-]{1,100}$", "u");

function validate36(data, {instancePath=""}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(isTable(data)){
if(data.headers === undefined){
data.headers = {};
}
if(data.mode === undefined){
data.mode = 493;
}
if(data.strip === undefined){
data.strip = 0;
}
if(data.link === undefined){
data.link = true;
}
if(data.keep === undefined){
data.keep = 2;
}
if(data.previous === undefined){
data.previous = [];
}
if(data.owner === undefined){
data.owner = "root";
}
if(data.group === undefined){
data.group = "root";
}
if(data.setuid === undefined){
data.setuid = false;
}
if(data.maxBytes === undefined){
data.maxBytes = 4294967296;
}
if(data.maxEntries === undefined){
data.maxEntries = 100000;
}
if(data.timeoutMs === undefined){
data.timeoutMs = 1800000;
}
let missing0;
if((((data.path === undefined) && (missing0 = "path")) || ((data.version === undefined) && (missing0 = "version"))) || ((data.sha256 === undefined) && (missing0 = "sha256"))){
return refuse(validate36, instancePath, lacking(missing0));
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(func1.call(schema46.properties, key0))){
return refuse(validate36, instancePath, texts[0]);
break;
}
}
if(_errs1 === errors){
if(data.path !== undefined){
let data0 = data.path;
const _errs2 = errors;
if(errors === _errs2){
if(typeof data0 === "string"){
if(!pattern27.test(data0)){
return refuse(validate36, instancePath+"/path", "must match pattern \""+"^\\/([^/\\0]+(\\/[^/\\0]+)*)?$"+"\"");
}
else {
if(data0.length > 4096 && [...data0].length > 4096){
return refuse(validate36, instancePath+"/path", texts[27]);
}
}
}
else {
return refuse(validate36, instancePath+"/path", texts[1]);
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.version !== undefined){
let data1 = data.version;
const _errs4 = errors;
if(errors === _errs4){
if(typeof data1 === "string"){
if(!pattern68.test(data1)){
return refuse(validate36, instancePath+"/version", "must match pattern \""+"^[A-Za-z0-9_][A-Za-z0-9._+~-]*$"+"\"");
}
else {
if(data1.length > 200 && [...data1].length > 200){
return refuse(validate36, instancePath+"/version", texts[16]);
}
}
}
else {
return refuse(validate36, instancePath+"/version", texts[1]);
}
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.sha256 !== undefined){
let data2 = data.sha256;
const _errs6 = errors;
if(errors === _errs6){
if(typeof data2 === "string"){
if(!pattern5.test(data2)){
return refuse(validate36, instancePath+"/sha256", "must match pattern \""+"^[0-9a-f]{64}$"+"\"");
}
}
else {
return refuse(validate36, instancePath+"/sha256", texts[1]);
}
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.url !== undefined){
let data3 = data.url;
const _errs8 = errors;
if(errors === _errs8){
if(typeof data3 === "string"){
if(!pattern70.test(data3)){
return refuse(validate36, instancePath+"/url", "must match pattern \""+"^https?:\\/\\/[^\\s/@]+\\/\\S*$"+"\"");
}
else {
if(data3.length > 4096 && [...data3].length > 4096){
return refuse(validate36, instancePath+"/url", texts[27]);
}
}
}
else {
return refuse(validate36, instancePath+"/url", texts[1]);
}
}
var valid0 = _errs8 === errors;
}
else {
var valid0 = true;
}
if(valid0){
let data4 = data.headers;
const _errs10 = errors;
if(errors === _errs10){
if(isTable(data4)){
for(const key1 in data4){
const _errs12 = errors;
if(errors === _errs12){
if(typeof key1 === "string"){
if(!pattern71.test(key1)){
vErrors = noted(vErrors, instancePath+"/headers", "must match pattern \""+"^[A-Za-z0-9-]{1,100}$"+"\"");
errors++;
}
}
else {
vErrors = noted(vErrors, instancePath+"/headers", texts[1]);
errors++;
}
}
var valid1 = _errs12 === errors;
if(!valid1){
vErrors = noted(vErrors, instancePath+"/headers", texts[42]);
errors++;
validate36.errors = vErrors;
return false;
break;
}
}
if(valid1){
for(const key2 in data4){
let data5 = data4[key2];
const _errs15 = errors;
if(errors === _errs15){
if(typeof data5 === "string"){
if(data5.length > 8192 && [...data5].length > 8192){
return refuse(validate36, instancePath+"/headers/" + key2.replace(/[~/]/g, escaped), texts[38]);
}
}
else {
return refuse(validate36, instancePath+"/headers/" + key2.replace(/[~/]/g, escaped), texts[1]);
}
}
var valid2 = _errs15 === errors;
if(!valid2){
break;
}
}
}
}
else {
return refuse(validate36, instancePath+"/headers", texts[12]);
}
}
var valid0 = _errs10 === errors;
if(valid0){
if(data.format !== undefined){
let data6 = data.format;
const _errs17 = errors;
if(typeof data6 !== "string"){
return refuse(validate36, instancePath+"/format", texts[1]);
}
if(!(((((((data6 === "tar") || (data6 === "tar.gz")) || (data6 === "tar.xz")) || (data6 === "tar.zst")) || (data6 === "zip")) || (data6 === "deb")) || (data6 === "file"))){
return refuse(validate36, instancePath+"/format", texts[28]);
}
var valid0 = _errs17 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.as !== undefined){
let data7 = data.as;
const _errs19 = errors;
if(errors === _errs19){
if(typeof data7 === "string"){
if(!pattern68.test(data7)){
return refuse(validate36, instancePath+"/as", "must match pattern \""+"^[A-Za-z0-9_][A-Za-z0-9._+~-]*$"+"\"");
}
else {
if(data7.length > 200 && [...data7].length > 200){
return refuse(validate36, instancePath+"/as", texts[16]);
}
}
}
else {
return refuse(validate36, instancePath+"/as", texts[1]);
}
}
var valid0 = _errs19 === errors;
}
else {
var valid0 = true;
}
if(valid0){
let data8 = data.mode;
const _errs21 = errors;
if(!(((typeof data8 == "number") && (!(data8 % 1) && !isNaN(data8))) && (isFinite(data8)))){
return refuse(validate36, instancePath+"/mode", texts[3]);
}
if(errors === _errs21){
if((typeof data8 == "number") && (isFinite(data8))){
if(data8 > 4095 || isNaN(data8)){
return refuse(validate36, instancePath+"/mode", texts[49]);
}
else {
if(data8 < 0 || isNaN(data8)){
return refuse(validate36, instancePath+"/mode", texts[6]);
}
}
}
}
var valid0 = _errs21 === errors;
if(valid0){
let data9 = data.strip;
const _errs23 = errors;
if(!(((typeof data9 == "number") && (!(data9 % 1) && !isNaN(data9))) && (isFinite(data9)))){
return refuse(validate36, instancePath+"/strip", texts[3]);
}
if(errors === _errs23){
if((typeof data9 == "number") && (isFinite(data9))){
if(data9 > 10 || isNaN(data9)){
return refuse(validate36, instancePath+"/strip", texts[60]);
}
else {
if(data9 < 0 || isNaN(data9)){
return refuse(validate36, instancePath+"/strip", texts[6]);
}
}
}
}
var valid0 = _errs23 === errors;
if(valid0){
const _errs25 = errors;
if(typeof data.link !== "boolean"){
return refuse(validate36, instancePath+"/link", texts[19]);
}
var valid0 = _errs25 === errors;
if(valid0){
let data11 = data.keep;
const _errs27 = errors;
if(!(((typeof data11 == "number") && (!(data11 % 1) && !isNaN(data11))) && (isFinite(data11)))){
return refuse(validate36, instancePath+"/keep", texts[3]);
}
if(errors === _errs27){
if((typeof data11 == "number") && (isFinite(data11))){
if(data11 > 100 || isNaN(data11)){
return refuse(validate36, instancePath+"/keep", texts[61]);
}
else {
if(data11 < 1 || isNaN(data11)){
return refuse(validate36, instancePath+"/keep", texts[5]);
}
}
}
}
var valid0 = _errs27 === errors;
if(valid0){
let data12 = data.previous;
const _errs29 = errors;
if(errors === _errs29){
if(Array.isArray(data12)){
if(data12.length > 100){
return refuse(validate36, instancePath+"/previous", texts[54]);
}
else {
var valid3 = true;
const len0 = data12.length;
for(let i0=0; i0<len0; i0++){
let data13 = data12[i0];
const _errs31 = errors;
if(errors === _errs31){
if(typeof data13 === "string"){
if(!pattern5.test(data13)){
return refuse(validate36, instancePath+"/previous/" + i0, "must match pattern \""+"^[0-9a-f]{64}$"+"\"");
}
}
else {
return refuse(validate36, instancePath+"/previous/" + i0, texts[1]);
}
}
var valid3 = _errs31 === errors;
if(!valid3){
break;
}
}
}
}
else {
return refuse(validate36, instancePath+"/previous", texts[18]);
}
}
var valid0 = _errs29 === errors;
if(valid0){
let data14 = data.owner;
const _errs33 = errors;
if(errors === _errs33){
if(typeof data14 === "string"){
if(!pattern28.test(data14)){
return refuse(validate36, instancePath+"/owner", "must match pattern \""+"^([A-Za-z_][A-Za-z0-9_.-]{0,31}\\$?|\\d{1,10})$"+"\"");
}
}
else {
return refuse(validate36, instancePath+"/owner", texts[1]);
}
}
var valid0 = _errs33 === errors;
if(valid0){
let data15 = data.group;
const _errs35 = errors;
if(errors === _errs35){
if(typeof data15 === "string"){
if(!pattern28.test(data15)){
return refuse(validate36, instancePath+"/group", "must match pattern \""+"^([A-Za-z_][A-Za-z0-9_.-]{0,31}\\$?|\\d{1,10})$"+"\"");
}
}
else {
return refuse(validate36, instancePath+"/group", texts[1]);
}
}
var valid0 = _errs35 === errors;
if(valid0){
const _errs37 = errors;
if(typeof data.setuid !== "boolean"){
return refuse(validate36, instancePath+"/setuid", texts[19]);
}
var valid0 = _errs37 === errors;
if(valid0){
let data17 = data.maxBytes;
const _errs39 = errors;
if(!(((typeof data17 == "number") && (!(data17 % 1) && !isNaN(data17))) && (isFinite(data17)))){
return refuse(validate36, instancePath+"/maxBytes", texts[3]);
}
if(errors === _errs39){
if((typeof data17 == "number") && (isFinite(data17))){
if(data17 > 1099511627776 || isNaN(data17)){
return refuse(validate36, instancePath+"/maxBytes", texts[62]);
}
else {
if(data17 < 1 || isNaN(data17)){
return refuse(validate36, instancePath+"/maxBytes", texts[5]);
}
}
}
}
var valid0 = _errs39 === errors;
if(valid0){
let data18 = data.maxEntries;
const _errs41 = errors;
if(!(((typeof data18 == "number") && (!(data18 % 1) && !isNaN(data18))) && (isFinite(data18)))){
return refuse(validate36, instancePath+"/maxEntries", texts[3]);
}
if(errors === _errs41){
if((typeof data18 == "number") && (isFinite(data18))){
if(data18 > 1000000 || isNaN(data18)){
return refuse(validate36, instancePath+"/maxEntries", texts[63]);
}
else {
if(data18 < 1 || isNaN(data18)){
return refuse(validate36, instancePath+"/maxEntries", texts[5]);
}
}
}
}
var valid0 = _errs41 === errors;
if(valid0){
let data19 = data.timeoutMs;
const _errs43 = errors;
if(!(((typeof data19 == "number") && (!(data19 % 1) && !isNaN(data19))) && (isFinite(data19)))){
return refuse(validate36, instancePath+"/timeoutMs", texts[3]);
}
if(errors === _errs43){
if((typeof data19 == "number") && (isFinite(data19))){
if(data19 > 86400000 || isNaN(data19)){
return refuse(validate36, instancePath+"/timeoutMs", texts[36]);
}
else {
if(data19 < 1000 || isNaN(data19)){
return refuse(validate36, instancePath+"/timeoutMs", texts[10]);
}
}
}
}
var valid0 = _errs43 === errors;
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
else {
return refuse(validate36, instancePath, texts[12]);
}
}
validate36.errors = vErrors;
return errors === 0;
}

export const params_alternatives = validate37;
const schema47 = {"properties":{"name":0,"path":0}};
const pattern76 = new RegExp("^[A-Za-z0-9][A-Za-z0-9._+-]*$", "u");

function validate37(data, {instancePath=""}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(isTable(data)){
let missing0;
if(((data.name === undefined) && (missing0 = "name")) || ((data.path === undefined) && (missing0 = "path"))){
return refuse(validate37, instancePath, lacking(missing0));
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!((key0 === "name") || (key0 === "path"))){
return refuse(validate37, instancePath, texts[0]);
break;
}
}
if(_errs1 === errors){
if(data.name !== undefined){
let data0 = data.name;
const _errs2 = errors;
if(errors === _errs2){
if(typeof data0 === "string"){
if(!pattern76.test(data0)){
return refuse(validate37, instancePath+"/name", "must match pattern \""+"^[A-Za-z0-9][A-Za-z0-9._+-]*$"+"\"");
}
else {
if(data0.length > 100 && [...data0].length > 100){
return refuse(validate37, instancePath+"/name", texts[55]);
}
}
}
else {
return refuse(validate37, instancePath+"/name", texts[1]);
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.path !== undefined){
let data1 = data.path;
const _errs4 = errors;
if(errors === _errs4){
if(typeof data1 === "string"){
if(!pattern27.test(data1)){
return refuse(validate37, instancePath+"/path", "must match pattern \""+"^\\/([^/\\0]+(\\/[^/\\0]+)*)?$"+"\"");
}
else {
if(data1.length > 4096 && [...data1].length > 4096){
return refuse(validate37, instancePath+"/path", texts[27]);
}
}
}
else {
return refuse(validate37, instancePath+"/path", texts[1]);
}
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
else {
return refuse(validate37, instancePath, texts[12]);
}
}
validate37.errors = vErrors;
return errors === 0;
}

export const params_authorizedKey = validate38;
const schema48 = {"properties":{"user":0,"key":0,"options":0}};
const pattern78 = new RegExp("^[A-Za-z_][A-Za-z0-9_.-]{0,31}\\$?$", "u");
const pattern79 = new RegExp("^(ssh-(?:ed25519|rsa|dss)|ecdsa-sha2-nistp(?:256|384|521)|sk-(?:ssh-ed25519|ecdsa-sha2-nistp256)@openssh\\.com) (AAAA[A-Za-z0-9+/]+={0,2})(?: ([^\\n\\r]*\\S))?$", "u");
const pattern80 = new RegExp("^[^\\n\\r]*\\S$", "u");

function validate38(data, {instancePath=""}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(isTable(data)){
let missing0;
if(((data.user === undefined) && (missing0 = "user")) || ((data.key === undefined) && (missing0 = "key"))){
return refuse(validate38, instancePath, lacking(missing0));
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(((key0 === "user") || (key0 === "key")) || (key0 === "options"))){
return refuse(validate38, instancePath, texts[0]);
break;
}
}
if(_errs1 === errors){
if(data.user !== undefined){
let data0 = data.user;
const _errs2 = errors;
if(errors === _errs2){
if(typeof data0 === "string"){
if(!pattern78.test(data0)){
return refuse(validate38, instancePath+"/user", "must match pattern \""+"^[A-Za-z_][A-Za-z0-9_.-]{0,31}\\$?$"+"\"");
}
}
else {
return refuse(validate38, instancePath+"/user", texts[1]);
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.key !== undefined){
let data1 = data.key;
const _errs4 = errors;
if(errors === _errs4){
if(typeof data1 === "string"){
if(!pattern79.test(data1)){
return refuse(validate38, instancePath+"/key", "must match pattern \""+"^(ssh-(?:ed25519|rsa|dss)|ecdsa-sha2-nistp(?:256|384|521)|sk-(?:ssh-ed25519|ecdsa-sha2-nistp256)@openssh\\.com) (AAAA[A-Za-z0-9+/]+={0,2})(?: ([^\\n\\r]*\\S))?$"+"\"");
}
else {
if(data1.length > 20000 && [...data1].length > 20000){
return refuse(validate38, instancePath+"/key", texts[64]);
}
}
}
else {
return refuse(validate38, instancePath+"/key", texts[1]);
}
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.options !== undefined){
let data2 = data.options;
const _errs6 = errors;
if(errors === _errs6){
if(typeof data2 === "string"){
if(!pattern80.test(data2)){
return refuse(validate38, instancePath+"/options", "must match pattern \""+"^[^\\n\\r]*\\S$"+"\"");
}
else {
if(data2.length > 5000 && [...data2].length > 5000){
return refuse(validate38, instancePath+"/options", texts[65]);
}
}
}
else {
return refuse(validate38, instancePath+"/options", texts[1]);
}
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
else {
return refuse(validate38, instancePath, texts[12]);
}
}
validate38.errors = vErrors;
return errors === 0;
}

export const params_cron = validate39;
const schema49 = {"properties":{"name":0,"schedule":0,"user":0,"command":0,"environment":0}};
const pattern81 = new RegExp("^[A-Za-z0-9_-]+$", "u");
const pattern83 = new RegExp("^[^\\n\\r]*$", "u");
const pattern84 = new RegExp("^[A-Za-z_][A-Za-z0-9_]*$", "u");

function validate39(data, {instancePath=""}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(isTable(data)){
if(data.user === undefined){
data.user = "root";
}
let missing0;
if((((data.name === undefined) && (missing0 = "name")) || ((data.schedule === undefined) && (missing0 = "schedule"))) || ((data.command === undefined) && (missing0 = "command"))){
return refuse(validate39, instancePath, lacking(missing0));
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(((((key0 === "name") || (key0 === "schedule")) || (key0 === "user")) || (key0 === "command")) || (key0 === "environment"))){
return refuse(validate39, instancePath, texts[0]);
break;
}
}
if(_errs1 === errors){
if(data.name !== undefined){
let data0 = data.name;
const _errs2 = errors;
if(errors === _errs2){
if(typeof data0 === "string"){
if(!pattern81.test(data0)){
return refuse(validate39, instancePath+"/name", "must match pattern \""+"^[A-Za-z0-9_-]+$"+"\"");
}
else {
if(data0.length > 100 && [...data0].length > 100){
return refuse(validate39, instancePath+"/name", texts[55]);
}
}
}
else {
return refuse(validate39, instancePath+"/name", texts[1]);
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.schedule !== undefined){
let data1 = data.schedule;
const _errs4 = errors;
if(errors === _errs4){
if(typeof data1 === "string"){
if(data1.length > 200 && [...data1].length > 200){
return refuse(validate39, instancePath+"/schedule", texts[16]);
}
}
else {
return refuse(validate39, instancePath+"/schedule", texts[1]);
}
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
let data2 = data.user;
const _errs6 = errors;
if(errors === _errs6){
if(typeof data2 === "string"){
if(!pattern78.test(data2)){
return refuse(validate39, instancePath+"/user", "must match pattern \""+"^[A-Za-z_][A-Za-z0-9_.-]{0,31}\\$?$"+"\"");
}
}
else {
return refuse(validate39, instancePath+"/user", texts[1]);
}
}
var valid0 = _errs6 === errors;
if(valid0){
if(data.command !== undefined){
let data3 = data.command;
const _errs8 = errors;
if(errors === _errs8){
if(typeof data3 === "string"){
if(!pattern83.test(data3)){
return refuse(validate39, instancePath+"/command", "must match pattern \""+"^[^\\n\\r]*$"+"\"");
}
else {
if(data3.length > 5000 && [...data3].length > 5000){
return refuse(validate39, instancePath+"/command", texts[65]);
}
else {
if(data3.length < 1){
return refuse(validate39, instancePath+"/command", texts[14]);
}
}
}
}
else {
return refuse(validate39, instancePath+"/command", texts[1]);
}
}
var valid0 = _errs8 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.environment !== undefined){
let data4 = data.environment;
const _errs10 = errors;
if(errors === _errs10){
if(isTable(data4)){
for(const key1 in data4){
const _errs12 = errors;
if(errors === _errs12){
if(typeof key1 === "string"){
if(!pattern84.test(key1)){
vErrors = noted(vErrors, instancePath+"/environment", "must match pattern \""+"^[A-Za-z_][A-Za-z0-9_]*$"+"\"");
errors++;
}
}
else {
vErrors = noted(vErrors, instancePath+"/environment", texts[1]);
errors++;
}
}
var valid1 = _errs12 === errors;
if(!valid1){
vErrors = noted(vErrors, instancePath+"/environment", texts[42]);
errors++;
validate39.errors = vErrors;
return false;
break;
}
}
if(valid1){
for(const key2 in data4){
let data5 = data4[key2];
const _errs15 = errors;
if(errors === _errs15){
if(typeof data5 === "string"){
if(!pattern83.test(data5)){
return refuse(validate39, instancePath+"/environment/" + key2.replace(/[~/]/g, escaped), "must match pattern \""+"^[^\\n\\r]*$"+"\"");
}
else {
if(data5.length > 1000 && [...data5].length > 1000){
return refuse(validate39, instancePath+"/environment/" + key2.replace(/[~/]/g, escaped), texts[66]);
}
}
}
else {
return refuse(validate39, instancePath+"/environment/" + key2.replace(/[~/]/g, escaped), texts[1]);
}
}
var valid2 = _errs15 === errors;
if(!valid2){
break;
}
}
}
}
else {
return refuse(validate39, instancePath+"/environment", texts[12]);
}
}
var valid0 = _errs10 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
else {
return refuse(validate39, instancePath, texts[12]);
}
}
validate39.errors = vErrors;
return errors === 0;
}

export const params_hostname = validate40;
const schema50 = {"properties":{"name":0}};
const pattern86 = new RegExp("^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*$", "u");

function validate40(data, {instancePath=""}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(isTable(data)){
let missing0;
if((data.name === undefined) && (missing0 = "name")){
return refuse(validate40, instancePath, lacking(missing0));
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(key0 === "name")){
return refuse(validate40, instancePath, texts[0]);
break;
}
}
if(_errs1 === errors){
if(data.name !== undefined){
let data0 = data.name;
const _errs2 = errors;
if(errors === _errs2){
if(typeof data0 === "string"){
if(!pattern86.test(data0)){
return refuse(validate40, instancePath+"/name", "must match pattern \""+"^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*$"+"\"");
}
else {
if(data0.length > 64 && [...data0].length > 64){
return refuse(validate40, instancePath+"/name", texts[13]);
}
}
}
else {
return refuse(validate40, instancePath+"/name", texts[1]);
}
}
}
}
}
}
else {
return refuse(validate40, instancePath, texts[12]);
}
}
validate40.errors = vErrors;
return errors === 0;
}

export const params_hostsEntry = validate41;
const schema51 = {"properties":{"name":0,"address":0,"aliases":0}};
const pattern88 = new RegExp("^(?:(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9][0-9]|[0-9])\\.){3}(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9][0-9]|[0-9])$", "u");
const pattern89 = new RegExp("^(([0-9a-fA-F]{1,4}:){7}[0-9a-fA-F]{1,4}|([0-9a-fA-F]{1,4}:){1,7}:|([0-9a-fA-F]{1,4}:){1,6}:[0-9a-fA-F]{1,4}|([0-9a-fA-F]{1,4}:){1,5}(:[0-9a-fA-F]{1,4}){1,2}|([0-9a-fA-F]{1,4}:){1,4}(:[0-9a-fA-F]{1,4}){1,3}|([0-9a-fA-F]{1,4}:){1,3}(:[0-9a-fA-F]{1,4}){1,4}|([0-9a-fA-F]{1,4}:){1,2}(:[0-9a-fA-F]{1,4}){1,5}|[0-9a-fA-F]{1,4}:((:[0-9a-fA-F]{1,4}){1,6})|:((:[0-9a-fA-F]{1,4}){1,7}|:))$", "u");

function validate41(data, {instancePath=""}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(isTable(data)){
if(data.aliases === undefined){
data.aliases = [];
}
let missing0;
if(((data.name === undefined) && (missing0 = "name")) || ((data.address === undefined) && (missing0 = "address"))){
return refuse(validate41, instancePath, lacking(missing0));
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(((key0 === "name") || (key0 === "address")) || (key0 === "aliases"))){
return refuse(validate41, instancePath, texts[0]);
break;
}
}
if(_errs1 === errors){
if(data.name !== undefined){
let data0 = data.name;
const _errs2 = errors;
if(errors === _errs2){
if(typeof data0 === "string"){
if(!pattern86.test(data0)){
return refuse(validate41, instancePath+"/name", "must match pattern \""+"^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*$"+"\"");
}
else {
if(data0.length > 253 && [...data0].length > 253){
return refuse(validate41, instancePath+"/name", texts[33]);
}
}
}
else {
return refuse(validate41, instancePath+"/name", texts[1]);
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.address !== undefined){
let data1 = data.address;
const _errs4 = errors;
const _errs5 = errors;
let valid1 = false;
const _errs6 = errors;
const _errs7 = errors;
let valid2 = false;
const _errs8 = errors;
if(errors === _errs8){
if(errors === _errs8){
if(typeof data1 === "string"){
if(!pattern88.test(data1)){
vErrors = noted(vErrors, instancePath+"/address", "must match pattern \""+"^(?:(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9][0-9]|[0-9])\\.){3}(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9][0-9]|[0-9])$"+"\"");
errors++;
}
}
else {
vErrors = noted(vErrors, instancePath+"/address", texts[1]);
errors++;
}
}
}
var _valid1 = _errs8 === errors;
valid2 = valid2 || _valid1;
const _errs10 = errors;
if(errors === _errs10){
if(errors === _errs10){
if(typeof data1 === "string"){
if(!pattern89.test(data1)){
vErrors = noted(vErrors, instancePath+"/address", "must match pattern \""+"^(([0-9a-fA-F]{1,4}:){7}[0-9a-fA-F]{1,4}|([0-9a-fA-F]{1,4}:){1,7}:|([0-9a-fA-F]{1,4}:){1,6}:[0-9a-fA-F]{1,4}|([0-9a-fA-F]{1,4}:){1,5}(:[0-9a-fA-F]{1,4}){1,2}|([0-9a-fA-F]{1,4}:){1,4}(:[0-9a-fA-F]{1,4}){1,3}|([0-9a-fA-F]{1,4}:){1,3}(:[0-9a-fA-F]{1,4}){1,4}|([0-9a-fA-F]{1,4}:){1,2}(:[0-9a-fA-F]{1,4}){1,5}|[0-9a-fA-F]{1,4}:((:[0-9a-fA-F]{1,4}){1,6})|:((:[0-9a-fA-F]{1,4}){1,7}|:))$"+"\"");
errors++;
}
}
else {
vErrors = noted(vErrors, instancePath+"/address", texts[1]);
errors++;
}
}
}
var _valid1 = _errs10 === errors;
valid2 = valid2 || _valid1;
if(!valid2){
vErrors = noted(vErrors, instancePath+"/address", texts[8]);
errors++;
}
else {
errors = _errs7;
if(vErrors !== null){
if(_errs7){
vErrors.length = _errs7;
}
else {
vErrors = null;
}
}
}
var _valid0 = _errs6 === errors;
valid1 = valid1 || _valid0;
const _errs12 = errors;
if(errors === _errs12){
if(Array.isArray(data1)){
if(data1.length > 16){
vErrors = noted(vErrors, instancePath+"/address", texts[30]);
errors++;
}
else {
if(data1.length < 1){
vErrors = noted(vErrors, instancePath+"/address", texts[21]);
errors++;
}
else {
var valid3 = true;
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
let data2 = data1[i0];
const _errs14 = errors;
const _errs15 = errors;
let valid4 = false;
const _errs16 = errors;
if(errors === _errs16){
if(errors === _errs16){
if(typeof data2 === "string"){
if(!pattern88.test(data2)){
vErrors = noted(vErrors, instancePath+"/address/" + i0, "must match pattern \""+"^(?:(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9][0-9]|[0-9])\\.){3}(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9][0-9]|[0-9])$"+"\"");
errors++;
}
}
else {
vErrors = noted(vErrors, instancePath+"/address/" + i0, texts[1]);
errors++;
}
}
}
var _valid2 = _errs16 === errors;
valid4 = valid4 || _valid2;
const _errs18 = errors;
if(errors === _errs18){
if(errors === _errs18){
if(typeof data2 === "string"){
if(!pattern89.test(data2)){
vErrors = noted(vErrors, instancePath+"/address/" + i0, "must match pattern \""+"^(([0-9a-fA-F]{1,4}:){7}[0-9a-fA-F]{1,4}|([0-9a-fA-F]{1,4}:){1,7}:|([0-9a-fA-F]{1,4}:){1,6}:[0-9a-fA-F]{1,4}|([0-9a-fA-F]{1,4}:){1,5}(:[0-9a-fA-F]{1,4}){1,2}|([0-9a-fA-F]{1,4}:){1,4}(:[0-9a-fA-F]{1,4}){1,3}|([0-9a-fA-F]{1,4}:){1,3}(:[0-9a-fA-F]{1,4}){1,4}|([0-9a-fA-F]{1,4}:){1,2}(:[0-9a-fA-F]{1,4}){1,5}|[0-9a-fA-F]{1,4}:((:[0-9a-fA-F]{1,4}){1,6})|:((:[0-9a-fA-F]{1,4}){1,7}|:))$"+"\"");
errors++;
}
}
else {
vErrors = noted(vErrors, instancePath+"/address/" + i0, texts[1]);
errors++;
}
}
}
var _valid2 = _errs18 === errors;
valid4 = valid4 || _valid2;
if(!valid4){
vErrors = noted(vErrors, instancePath+"/address/" + i0, texts[8]);
errors++;
}
else {
errors = _errs15;
if(vErrors !== null){
if(_errs15){
vErrors.length = _errs15;
}
else {
vErrors = null;
}
}
}
var valid3 = _errs14 === errors;
if(!valid3){
break;
}
}
}
}
}
else {
vErrors = noted(vErrors, instancePath+"/address", texts[18]);
errors++;
}
}
var _valid0 = _errs12 === errors;
valid1 = valid1 || _valid0;
if(!valid1){
vErrors = noted(vErrors, instancePath+"/address", texts[8]);
errors++;
validate41.errors = vErrors;
return false;
}
else {
errors = _errs5;
if(vErrors !== null){
if(_errs5){
vErrors.length = _errs5;
}
else {
vErrors = null;
}
}
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
let data3 = data.aliases;
const _errs20 = errors;
if(errors === _errs20){
if(Array.isArray(data3)){
if(data3.length > 50){
return refuse(validate41, instancePath+"/aliases", texts[58]);
}
else {
var valid5 = true;
const len1 = data3.length;
for(let i1=0; i1<len1; i1++){
let data4 = data3[i1];
const _errs22 = errors;
if(errors === _errs22){
if(typeof data4 === "string"){
if(!pattern86.test(data4)){
return refuse(validate41, instancePath+"/aliases/" + i1, "must match pattern \""+"^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*$"+"\"");
}
else {
if(data4.length > 253 && [...data4].length > 253){
return refuse(validate41, instancePath+"/aliases/" + i1, texts[33]);
}
}
}
else {
return refuse(validate41, instancePath+"/aliases/" + i1, texts[1]);
}
}
var valid5 = _errs22 === errors;
if(!valid5){
break;
}
}
}
}
else {
return refuse(validate41, instancePath+"/aliases", texts[18]);
}
}
var valid0 = _errs20 === errors;
}
}
}
}
}
else {
return refuse(validate41, instancePath, texts[12]);
}
}
validate41.errors = vErrors;
return errors === 0;
}

export const params_limits = validate42;
const schema52 = {"properties":{"domain":0,"soft":0,"hard":0}};
const pattern93 = new RegExp("^([@%]?[A-Za-z_][A-Za-z0-9_.-]*\\$?|[@%]?\\d+(:\\d*)?|[@%]?:\\d+|\\*|%)$", "u");

function validate42(data, {instancePath=""}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(isTable(data)){
let missing0;
if((data.domain === undefined) && (missing0 = "domain")){
return refuse(validate42, instancePath, lacking(missing0));
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(((key0 === "domain") || (key0 === "soft")) || (key0 === "hard"))){
return refuse(validate42, instancePath, texts[0]);
break;
}
}
if(_errs1 === errors){
if(data.domain !== undefined){
let data0 = data.domain;
const _errs2 = errors;
if(errors === _errs2){
if(typeof data0 === "string"){
if(!pattern93.test(data0)){
return refuse(validate42, instancePath+"/domain", "must match pattern \""+"^([@%]?[A-Za-z_][A-Za-z0-9_.-]*\\$?|[@%]?\\d+(:\\d*)?|[@%]?:\\d+|\\*|%)$"+"\"");
}
else {
if(data0.length > 100 && [...data0].length > 100){
return refuse(validate42, instancePath+"/domain", texts[55]);
}
}
}
else {
return refuse(validate42, instancePath+"/domain", texts[1]);
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.soft !== undefined){
let data1 = data.soft;
const _errs4 = errors;
if(errors === _errs4){
if(isTable(data1)){
for(const key1 in data1){
const _errs6 = errors;
if(typeof key1 !== "string"){
vErrors = noted(vErrors, instancePath+"/soft", texts[1]);
errors++;
}
if(!(((((((((((((((((((key1 === "core") || (key1 === "data")) || (key1 === "fsize")) || (key1 === "memlock")) || (key1 === "nofile")) || (key1 === "rss")) || (key1 === "stack")) || (key1 === "cpu")) || (key1 === "nproc")) || (key1 === "as")) || (key1 === "maxlogins")) || (key1 === "maxsyslogins")) || (key1 === "nonewprivs")) || (key1 === "priority")) || (key1 === "locks")) || (key1 === "sigpending")) || (key1 === "msgqueue")) || (key1 === "nice")) || (key1 === "rtprio"))){
vErrors = noted(vErrors, instancePath+"/soft", texts[28]);
errors++;
}
var valid1 = _errs6 === errors;
if(!valid1){
vErrors = noted(vErrors, instancePath+"/soft", texts[42]);
errors++;
validate42.errors = vErrors;
return false;
break;
}
}
if(valid1){
for(const key2 in data1){
let data2 = data1[key2];
const _errs9 = errors;
const _errs10 = errors;
let valid3 = false;
const _errs11 = errors;
if(!(((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2))) && (isFinite(data2)))){
vErrors = noted(vErrors, instancePath+"/soft/" + key2.replace(/[~/]/g, escaped), texts[3]);
errors++;
}
if(errors === _errs11){
if((typeof data2 == "number") && (isFinite(data2))){
if(data2 > 9007199254740991 || isNaN(data2)){
vErrors = noted(vErrors, instancePath+"/soft/" + key2.replace(/[~/]/g, escaped), texts[4]);
errors++;
}
else {
if(data2 < -20 || isNaN(data2)){
vErrors = noted(vErrors, instancePath+"/soft/" + key2.replace(/[~/]/g, escaped), texts[67]);
errors++;
}
}
}
}
var _valid0 = _errs11 === errors;
valid3 = valid3 || _valid0;
const _errs13 = errors;
if(typeof data2 !== "string"){
vErrors = noted(vErrors, instancePath+"/soft/" + key2.replace(/[~/]/g, escaped), texts[1]);
errors++;
}
if("unlimited" !== data2){
vErrors = noted(vErrors, instancePath+"/soft/" + key2.replace(/[~/]/g, escaped), texts[2]);
errors++;
}
var _valid0 = _errs13 === errors;
valid3 = valid3 || _valid0;
if(!valid3){
vErrors = noted(vErrors, instancePath+"/soft/" + key2.replace(/[~/]/g, escaped), texts[8]);
errors++;
validate42.errors = vErrors;
return false;
}
else {
errors = _errs10;
if(vErrors !== null){
if(_errs10){
vErrors.length = _errs10;
}
else {
vErrors = null;
}
}
}
var valid2 = _errs9 === errors;
if(!valid2){
break;
}
}
}
}
else {
return refuse(validate42, instancePath+"/soft", texts[12]);
}
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.hard !== undefined){
let data3 = data.hard;
const _errs15 = errors;
if(errors === _errs15){
if(isTable(data3)){
for(const key3 in data3){
const _errs17 = errors;
if(typeof key3 !== "string"){
vErrors = noted(vErrors, instancePath+"/hard", texts[1]);
errors++;
}
if(!(((((((((((((((((((key3 === "core") || (key3 === "data")) || (key3 === "fsize")) || (key3 === "memlock")) || (key3 === "nofile")) || (key3 === "rss")) || (key3 === "stack")) || (key3 === "cpu")) || (key3 === "nproc")) || (key3 === "as")) || (key3 === "maxlogins")) || (key3 === "maxsyslogins")) || (key3 === "nonewprivs")) || (key3 === "priority")) || (key3 === "locks")) || (key3 === "sigpending")) || (key3 === "msgqueue")) || (key3 === "nice")) || (key3 === "rtprio"))){
vErrors = noted(vErrors, instancePath+"/hard", texts[28]);
errors++;
}
var valid4 = _errs17 === errors;
if(!valid4){
vErrors = noted(vErrors, instancePath+"/hard", texts[42]);
errors++;
validate42.errors = vErrors;
return false;
break;
}
}
if(valid4){
for(const key4 in data3){
let data4 = data3[key4];
const _errs20 = errors;
const _errs21 = errors;
let valid6 = false;
const _errs22 = errors;
if(!(((typeof data4 == "number") && (!(data4 % 1) && !isNaN(data4))) && (isFinite(data4)))){
vErrors = noted(vErrors, instancePath+"/hard/" + key4.replace(/[~/]/g, escaped), texts[3]);
errors++;
}
if(errors === _errs22){
if((typeof data4 == "number") && (isFinite(data4))){
if(data4 > 9007199254740991 || isNaN(data4)){
vErrors = noted(vErrors, instancePath+"/hard/" + key4.replace(/[~/]/g, escaped), texts[4]);
errors++;
}
else {
if(data4 < -20 || isNaN(data4)){
vErrors = noted(vErrors, instancePath+"/hard/" + key4.replace(/[~/]/g, escaped), texts[67]);
errors++;
}
}
}
}
var _valid1 = _errs22 === errors;
valid6 = valid6 || _valid1;
const _errs24 = errors;
if(typeof data4 !== "string"){
vErrors = noted(vErrors, instancePath+"/hard/" + key4.replace(/[~/]/g, escaped), texts[1]);
errors++;
}
if("unlimited" !== data4){
vErrors = noted(vErrors, instancePath+"/hard/" + key4.replace(/[~/]/g, escaped), texts[2]);
errors++;
}
var _valid1 = _errs24 === errors;
valid6 = valid6 || _valid1;
if(!valid6){
vErrors = noted(vErrors, instancePath+"/hard/" + key4.replace(/[~/]/g, escaped), texts[8]);
errors++;
validate42.errors = vErrors;
return false;
}
else {
errors = _errs21;
if(vErrors !== null){
if(_errs21){
vErrors.length = _errs21;
}
else {
vErrors = null;
}
}
}
var valid5 = _errs20 === errors;
if(!valid5){
break;
}
}
}
}
else {
return refuse(validate42, instancePath+"/hard", texts[12]);
}
}
var valid0 = _errs15 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
else {
return refuse(validate42, instancePath, texts[12]);
}
}
validate42.errors = vErrors;
return errors === 0;
}

export const params_locale = validate43;
const schema53 = {"properties":{"name":0,"charset":0,"default":0}};
const pattern94 = new RegExp("^[a-z]{2,3}_[A-Z]{2}(\\.[A-Za-z0-9-]+)?(@[a-z]+)?$", "u");
const pattern95 = new RegExp("^[A-Za-z0-9-]+$", "u");

function validate43(data, {instancePath=""}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(isTable(data)){
if(data.charset === undefined){
data.charset = "UTF-8";
}
if(data.default === undefined){
data.default = false;
}
let missing0;
if((data.name === undefined) && (missing0 = "name")){
return refuse(validate43, instancePath, lacking(missing0));
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(((key0 === "name") || (key0 === "charset")) || (key0 === "default"))){
return refuse(validate43, instancePath, texts[0]);
break;
}
}
if(_errs1 === errors){
if(data.name !== undefined){
let data0 = data.name;
const _errs2 = errors;
if(errors === _errs2){
if(typeof data0 === "string"){
if(!pattern94.test(data0)){
return refuse(validate43, instancePath+"/name", "must match pattern \""+"^[a-z]{2,3}_[A-Z]{2}(\\.[A-Za-z0-9-]+)?(@[a-z]+)?$"+"\"");
}
else {
if(data0.length > 60 && [...data0].length > 60){
return refuse(validate43, instancePath+"/name", texts[68]);
}
}
}
else {
return refuse(validate43, instancePath+"/name", texts[1]);
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
let data1 = data.charset;
const _errs4 = errors;
if(errors === _errs4){
if(typeof data1 === "string"){
if(!pattern95.test(data1)){
return refuse(validate43, instancePath+"/charset", "must match pattern \""+"^[A-Za-z0-9-]+$"+"\"");
}
else {
if(data1.length > 30 && [...data1].length > 30){
return refuse(validate43, instancePath+"/charset", texts[69]);
}
}
}
else {
return refuse(validate43, instancePath+"/charset", texts[1]);
}
}
var valid0 = _errs4 === errors;
if(valid0){
const _errs6 = errors;
if(typeof data.default !== "boolean"){
return refuse(validate43, instancePath+"/default", texts[19]);
}
var valid0 = _errs6 === errors;
}
}
}
}
}
else {
return refuse(validate43, instancePath, texts[12]);
}
}
validate43.errors = vErrors;
return errors === 0;
}

export const params_logRotate = validate44;
const schema54 = {"properties":{"name":0,"paths":0,"every":0,"keep":0,"size":0,"compress":0,"copyTruncate":0,"create":0,"runAs":0,"afterwards":0}};
const pattern97 = new RegExp("^\\/[^\\s\"{}\\\\]+$", "u");
const pattern98 = new RegExp("^\\d{1,12}[kMG]?$", "u");

function validate44(data, {instancePath=""}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(isTable(data)){
if(data.every === undefined){
data.every = "daily";
}
if(data.keep === undefined){
data.keep = 14;
}
if(data.compress === undefined){
data.compress = true;
}
if(data.copyTruncate === undefined){
data.copyTruncate = false;
}
let missing0;
if(((data.name === undefined) && (missing0 = "name")) || ((data.paths === undefined) && (missing0 = "paths"))){
return refuse(validate44, instancePath, lacking(missing0));
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(func1.call(schema54.properties, key0))){
return refuse(validate44, instancePath, texts[0]);
break;
}
}
if(_errs1 === errors){
if(data.name !== undefined){
let data0 = data.name;
const _errs2 = errors;
if(errors === _errs2){
if(typeof data0 === "string"){
if(!pattern81.test(data0)){
return refuse(validate44, instancePath+"/name", "must match pattern \""+"^[A-Za-z0-9_-]+$"+"\"");
}
else {
if(data0.length > 100 && [...data0].length > 100){
return refuse(validate44, instancePath+"/name", texts[55]);
}
}
}
else {
return refuse(validate44, instancePath+"/name", texts[1]);
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.paths !== undefined){
let data1 = data.paths;
const _errs4 = errors;
if(errors === _errs4){
if(Array.isArray(data1)){
if(data1.length > 100){
return refuse(validate44, instancePath+"/paths", texts[54]);
}
else {
if(data1.length < 1){
return refuse(validate44, instancePath+"/paths", texts[21]);
}
else {
var valid1 = true;
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
let data2 = data1[i0];
const _errs6 = errors;
if(errors === _errs6){
if(typeof data2 === "string"){
if(!pattern97.test(data2)){
return refuse(validate44, instancePath+"/paths/" + i0, "must match pattern \""+"^\\/[^\\s\"{}\\\\]+$"+"\"");
}
}
else {
return refuse(validate44, instancePath+"/paths/" + i0, texts[1]);
}
}
var valid1 = _errs6 === errors;
if(!valid1){
break;
}
}
}
}
}
else {
return refuse(validate44, instancePath+"/paths", texts[18]);
}
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
let data3 = data.every;
const _errs8 = errors;
if(typeof data3 !== "string"){
return refuse(validate44, instancePath+"/every", texts[1]);
}
if(!(((((data3 === "hourly") || (data3 === "daily")) || (data3 === "weekly")) || (data3 === "monthly")) || (data3 === "yearly"))){
return refuse(validate44, instancePath+"/every", texts[28]);
}
var valid0 = _errs8 === errors;
if(valid0){
let data4 = data.keep;
const _errs10 = errors;
if(!(((typeof data4 == "number") && (!(data4 % 1) && !isNaN(data4))) && (isFinite(data4)))){
return refuse(validate44, instancePath+"/keep", texts[3]);
}
if(errors === _errs10){
if((typeof data4 == "number") && (isFinite(data4))){
if(data4 > 10000 || isNaN(data4)){
return refuse(validate44, instancePath+"/keep", texts[70]);
}
else {
if(data4 < 0 || isNaN(data4)){
return refuse(validate44, instancePath+"/keep", texts[6]);
}
}
}
}
var valid0 = _errs10 === errors;
if(valid0){
if(data.size !== undefined){
let data5 = data.size;
const _errs12 = errors;
if(errors === _errs12){
if(typeof data5 === "string"){
if(!pattern98.test(data5)){
return refuse(validate44, instancePath+"/size", "must match pattern \""+"^\\d{1,12}[kMG]?$"+"\"");
}
}
else {
return refuse(validate44, instancePath+"/size", texts[1]);
}
}
var valid0 = _errs12 === errors;
}
else {
var valid0 = true;
}
if(valid0){
const _errs14 = errors;
if(typeof data.compress !== "boolean"){
return refuse(validate44, instancePath+"/compress", texts[19]);
}
var valid0 = _errs14 === errors;
if(valid0){
const _errs16 = errors;
if(typeof data.copyTruncate !== "boolean"){
return refuse(validate44, instancePath+"/copyTruncate", texts[19]);
}
var valid0 = _errs16 === errors;
if(valid0){
if(data.create !== undefined){
let data8 = data.create;
const _errs18 = errors;
if(errors === _errs18){
if(isTable(data8)){
let missing1;
if((((data8.mode === undefined) && (missing1 = "mode")) || ((data8.owner === undefined) && (missing1 = "owner"))) || ((data8.group === undefined) && (missing1 = "group"))){
return refuse(validate44, instancePath+"/create", lacking(missing1));
}
else {
const _errs20 = errors;
for(const key1 in data8){
if(!(((key1 === "mode") || (key1 === "owner")) || (key1 === "group"))){
return refuse(validate44, instancePath+"/create", texts[0]);
break;
}
}
if(_errs20 === errors){
if(data8.mode !== undefined){
let data9 = data8.mode;
const _errs21 = errors;
if(!(((typeof data9 == "number") && (!(data9 % 1) && !isNaN(data9))) && (isFinite(data9)))){
return refuse(validate44, instancePath+"/create/mode", texts[3]);
}
if(errors === _errs21){
if((typeof data9 == "number") && (isFinite(data9))){
if(data9 > 4095 || isNaN(data9)){
return refuse(validate44, instancePath+"/create/mode", texts[49]);
}
else {
if(data9 < 0 || isNaN(data9)){
return refuse(validate44, instancePath+"/create/mode", texts[6]);
}
}
}
}
var valid2 = _errs21 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data8.owner !== undefined){
let data10 = data8.owner;
const _errs23 = errors;
if(errors === _errs23){
if(typeof data10 === "string"){
if(!pattern28.test(data10)){
return refuse(validate44, instancePath+"/create/owner", "must match pattern \""+"^([A-Za-z_][A-Za-z0-9_.-]{0,31}\\$?|\\d{1,10})$"+"\"");
}
}
else {
return refuse(validate44, instancePath+"/create/owner", texts[1]);
}
}
var valid2 = _errs23 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data8.group !== undefined){
let data11 = data8.group;
const _errs25 = errors;
if(errors === _errs25){
if(typeof data11 === "string"){
if(!pattern28.test(data11)){
return refuse(validate44, instancePath+"/create/group", "must match pattern \""+"^([A-Za-z_][A-Za-z0-9_.-]{0,31}\\$?|\\d{1,10})$"+"\"");
}
}
else {
return refuse(validate44, instancePath+"/create/group", texts[1]);
}
}
var valid2 = _errs25 === errors;
}
else {
var valid2 = true;
}
}
}
}
}
}
else {
return refuse(validate44, instancePath+"/create", texts[12]);
}
}
var valid0 = _errs18 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.runAs !== undefined){
let data12 = data.runAs;
const _errs27 = errors;
if(errors === _errs27){
if(isTable(data12)){
let missing2;
if(((data12.user === undefined) && (missing2 = "user")) || ((data12.group === undefined) && (missing2 = "group"))){
return refuse(validate44, instancePath+"/runAs", lacking(missing2));
}
else {
const _errs29 = errors;
for(const key2 in data12){
if(!((key2 === "user") || (key2 === "group"))){
return refuse(validate44, instancePath+"/runAs", texts[0]);
break;
}
}
if(_errs29 === errors){
if(data12.user !== undefined){
let data13 = data12.user;
const _errs30 = errors;
if(errors === _errs30){
if(typeof data13 === "string"){
if(!pattern28.test(data13)){
return refuse(validate44, instancePath+"/runAs/user", "must match pattern \""+"^([A-Za-z_][A-Za-z0-9_.-]{0,31}\\$?|\\d{1,10})$"+"\"");
}
}
else {
return refuse(validate44, instancePath+"/runAs/user", texts[1]);
}
}
var valid3 = _errs30 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data12.group !== undefined){
let data14 = data12.group;
const _errs32 = errors;
if(errors === _errs32){
if(typeof data14 === "string"){
if(!pattern28.test(data14)){
return refuse(validate44, instancePath+"/runAs/group", "must match pattern \""+"^([A-Za-z_][A-Za-z0-9_.-]{0,31}\\$?|\\d{1,10})$"+"\"");
}
}
else {
return refuse(validate44, instancePath+"/runAs/group", texts[1]);
}
}
var valid3 = _errs32 === errors;
}
else {
var valid3 = true;
}
}
}
}
}
else {
return refuse(validate44, instancePath+"/runAs", texts[12]);
}
}
var valid0 = _errs27 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.afterwards !== undefined){
let data15 = data.afterwards;
const _errs34 = errors;
if(errors === _errs34){
if(Array.isArray(data15)){
if(data15.length > 50){
return refuse(validate44, instancePath+"/afterwards", texts[58]);
}
else {
var valid4 = true;
const len1 = data15.length;
for(let i1=0; i1<len1; i1++){
let data16 = data15[i1];
const _errs36 = errors;
if(errors === _errs36){
if(typeof data16 === "string"){
if(!pattern83.test(data16)){
return refuse(validate44, instancePath+"/afterwards/" + i1, "must match pattern \""+"^[^\\n\\r]*$"+"\"");
}
else {
if(data16.length > 5000 && [...data16].length > 5000){
return refuse(validate44, instancePath+"/afterwards/" + i1, texts[65]);
}
}
}
else {
return refuse(validate44, instancePath+"/afterwards/" + i1, texts[1]);
}
}
var valid4 = _errs36 === errors;
if(!valid4){
break;
}
}
}
}
else {
return refuse(validate44, instancePath+"/afterwards", texts[18]);
}
}
var valid0 = _errs34 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
}
}
}
else {
return refuse(validate44, instancePath, texts[12]);
}
}
validate44.errors = vErrors;
return errors === 0;
}

export const params_sudoers = validate45;
const schema55 = {"properties":{"name":0,"content":0}};

function validate45(data, {instancePath=""}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(isTable(data)){
let missing0;
if(((data.name === undefined) && (missing0 = "name")) || ((data.content === undefined) && (missing0 = "content"))){
return refuse(validate45, instancePath, lacking(missing0));
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!((key0 === "name") || (key0 === "content"))){
return refuse(validate45, instancePath, texts[0]);
break;
}
}
if(_errs1 === errors){
if(data.name !== undefined){
let data0 = data.name;
const _errs2 = errors;
if(errors === _errs2){
if(typeof data0 === "string"){
if(!pattern81.test(data0)){
return refuse(validate45, instancePath+"/name", "must match pattern \""+"^[A-Za-z0-9_-]+$"+"\"");
}
else {
if(data0.length > 100 && [...data0].length > 100){
return refuse(validate45, instancePath+"/name", texts[55]);
}
}
}
else {
return refuse(validate45, instancePath+"/name", texts[1]);
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.content !== undefined){
let data1 = data.content;
const _errs4 = errors;
if(errors === _errs4){
if(typeof data1 === "string"){
if(data1.length > 1000000 && [...data1].length > 1000000){
return refuse(validate45, instancePath+"/content", texts[48]);
}
}
else {
return refuse(validate45, instancePath+"/content", texts[1]);
}
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
else {
return refuse(validate45, instancePath, texts[12]);
}
}
validate45.errors = vErrors;
return errors === 0;
}

export const params_timezone = validate46;
const schema56 = {"properties":{"zone":0}};
const pattern105 = new RegExp("^[A-Za-z0-9_+-]+(\\/[A-Za-z0-9_+-]+)*$", "u");

function validate46(data, {instancePath=""}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(isTable(data)){
let missing0;
if((data.zone === undefined) && (missing0 = "zone")){
return refuse(validate46, instancePath, lacking(missing0));
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(key0 === "zone")){
return refuse(validate46, instancePath, texts[0]);
break;
}
}
if(_errs1 === errors){
if(data.zone !== undefined){
let data0 = data.zone;
const _errs2 = errors;
if(errors === _errs2){
if(typeof data0 === "string"){
if(!pattern105.test(data0)){
return refuse(validate46, instancePath+"/zone", "must match pattern \""+"^[A-Za-z0-9_+-]+(\\/[A-Za-z0-9_+-]+)*$"+"\"");
}
else {
if(data0.length > 100 && [...data0].length > 100){
return refuse(validate46, instancePath+"/zone", texts[55]);
}
}
}
else {
return refuse(validate46, instancePath+"/zone", texts[1]);
}
}
}
}
}
}
else {
return refuse(validate46, instancePath, texts[12]);
}
}
validate46.errors = vErrors;
return errors === 0;
}

export const params_certificate = validate47;
const schema57 = {"properties":{"path":0,"keyPath":0,"pair":0,"authority":0,"from":0,"trusted":0,"names":0,"usages":0,"keyType":0,"days":0,"renewDays":0,"owner":0,"group":0,"mode":0,"keyMode":0}};
const pattern108 = new RegExp("^(\\*\\.)?[A-Za-z0-9_:]([A-Za-z0-9._:-]*[A-Za-z0-9])?$", "u");

function validate47(data, {instancePath=""}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(isTable(data)){
if(data.names === undefined){
data.names = [];
}
if(data.usages === undefined){
data.usages = ["server"];
}
if(data.keyType === undefined){
data.keyType = "ec";
}
if(data.days === undefined){
data.days = 90;
}
if(data.owner === undefined){
data.owner = "root";
}
if(data.group === undefined){
data.group = "root";
}
if(data.mode === undefined){
data.mode = 420;
}
if(data.keyMode === undefined){
data.keyMode = 384;
}
let missing0;
if(((data.path === undefined) && (missing0 = "path")) || ((data.keyPath === undefined) && (missing0 = "keyPath"))){
return refuse(validate47, instancePath, lacking(missing0));
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(func1.call(schema57.properties, key0))){
return refuse(validate47, instancePath, texts[0]);
break;
}
}
if(_errs1 === errors){
if(data.path !== undefined){
let data0 = data.path;
const _errs2 = errors;
if(errors === _errs2){
if(typeof data0 === "string"){
if(!pattern27.test(data0)){
return refuse(validate47, instancePath+"/path", "must match pattern \""+"^\\/([^/\\0]+(\\/[^/\\0]+)*)?$"+"\"");
}
else {
if(data0.length > 4096 && [...data0].length > 4096){
return refuse(validate47, instancePath+"/path", texts[27]);
}
}
}
else {
return refuse(validate47, instancePath+"/path", texts[1]);
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.keyPath !== undefined){
let data1 = data.keyPath;
const _errs4 = errors;
if(errors === _errs4){
if(typeof data1 === "string"){
if(!pattern27.test(data1)){
return refuse(validate47, instancePath+"/keyPath", "must match pattern \""+"^\\/([^/\\0]+(\\/[^/\\0]+)*)?$"+"\"");
}
else {
if(data1.length > 4096 && [...data1].length > 4096){
return refuse(validate47, instancePath+"/keyPath", texts[27]);
}
}
}
else {
return refuse(validate47, instancePath+"/keyPath", texts[1]);
}
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.pair !== undefined){
let data2 = data.pair;
const _errs6 = errors;
if(errors === _errs6){
if(isTable(data2)){
let missing1;
if(((data2.certificate === undefined) && (missing1 = "certificate")) || ((data2.key === undefined) && (missing1 = "key"))){
return refuse(validate47, instancePath+"/pair", lacking(missing1));
}
else {
const _errs8 = errors;
for(const key1 in data2){
if(!((key1 === "certificate") || (key1 === "key"))){
return refuse(validate47, instancePath+"/pair", texts[0]);
break;
}
}
if(_errs8 === errors){
if(data2.certificate !== undefined){
let data3 = data2.certificate;
const _errs9 = errors;
if(errors === _errs9){
if(typeof data3 === "string"){
if(data3.length > 100000 && [...data3].length > 100000){
return refuse(validate47, instancePath+"/pair/certificate", texts[71]);
}
else {
if(data3.length < 1){
return refuse(validate47, instancePath+"/pair/certificate", texts[14]);
}
}
}
else {
return refuse(validate47, instancePath+"/pair/certificate", texts[1]);
}
}
var valid1 = _errs9 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data2.key !== undefined){
let data4 = data2.key;
const _errs11 = errors;
if(errors === _errs11){
if(typeof data4 === "string"){
if(data4.length > 100000 && [...data4].length > 100000){
return refuse(validate47, instancePath+"/pair/key", texts[71]);
}
else {
if(data4.length < 1){
return refuse(validate47, instancePath+"/pair/key", texts[14]);
}
}
}
else {
return refuse(validate47, instancePath+"/pair/key", texts[1]);
}
}
var valid1 = _errs11 === errors;
}
else {
var valid1 = true;
}
}
}
}
}
else {
return refuse(validate47, instancePath+"/pair", texts[12]);
}
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.authority !== undefined){
let data5 = data.authority;
const _errs13 = errors;
if(errors === _errs13){
if(isTable(data5)){
let missing2;
if(((data5.certificate === undefined) && (missing2 = "certificate")) || ((data5.key === undefined) && (missing2 = "key"))){
return refuse(validate47, instancePath+"/authority", lacking(missing2));
}
else {
const _errs15 = errors;
for(const key2 in data5){
if(!((key2 === "certificate") || (key2 === "key"))){
return refuse(validate47, instancePath+"/authority", texts[0]);
break;
}
}
if(_errs15 === errors){
if(data5.certificate !== undefined){
let data6 = data5.certificate;
const _errs16 = errors;
if(errors === _errs16){
if(typeof data6 === "string"){
if(data6.length > 100000 && [...data6].length > 100000){
return refuse(validate47, instancePath+"/authority/certificate", texts[71]);
}
else {
if(data6.length < 1){
return refuse(validate47, instancePath+"/authority/certificate", texts[14]);
}
}
}
else {
return refuse(validate47, instancePath+"/authority/certificate", texts[1]);
}
}
var valid2 = _errs16 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data5.key !== undefined){
let data7 = data5.key;
const _errs18 = errors;
if(errors === _errs18){
if(typeof data7 === "string"){
if(data7.length > 100000 && [...data7].length > 100000){
return refuse(validate47, instancePath+"/authority/key", texts[71]);
}
else {
if(data7.length < 1){
return refuse(validate47, instancePath+"/authority/key", texts[14]);
}
}
}
else {
return refuse(validate47, instancePath+"/authority/key", texts[1]);
}
}
var valid2 = _errs18 === errors;
}
else {
var valid2 = true;
}
}
}
}
}
else {
return refuse(validate47, instancePath+"/authority", texts[12]);
}
}
var valid0 = _errs13 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.from !== undefined){
let data8 = data.from;
const _errs20 = errors;
if(typeof data8 !== "string"){
return refuse(validate47, instancePath+"/from", texts[1]);
}
if("controller" !== data8){
return refuse(validate47, instancePath+"/from", texts[2]);
}
var valid0 = _errs20 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.trusted !== undefined){
let data9 = data.trusted;
const _errs22 = errors;
if(errors === _errs22){
if(typeof data9 === "string"){
if(data9.length > 100000 && [...data9].length > 100000){
return refuse(validate47, instancePath+"/trusted", texts[71]);
}
}
else {
return refuse(validate47, instancePath+"/trusted", texts[1]);
}
}
var valid0 = _errs22 === errors;
}
else {
var valid0 = true;
}
if(valid0){
let data10 = data.names;
const _errs24 = errors;
if(errors === _errs24){
if(Array.isArray(data10)){
if(data10.length > 100){
return refuse(validate47, instancePath+"/names", texts[54]);
}
else {
var valid3 = true;
const len0 = data10.length;
for(let i0=0; i0<len0; i0++){
let data11 = data10[i0];
const _errs26 = errors;
if(errors === _errs26){
if(typeof data11 === "string"){
if(!pattern108.test(data11)){
return refuse(validate47, instancePath+"/names/" + i0, "must match pattern \""+"^(\\*\\.)?[A-Za-z0-9_:]([A-Za-z0-9._:-]*[A-Za-z0-9])?$"+"\"");
}
else {
if(data11.length > 253 && [...data11].length > 253){
return refuse(validate47, instancePath+"/names/" + i0, texts[33]);
}
}
}
else {
return refuse(validate47, instancePath+"/names/" + i0, texts[1]);
}
}
var valid3 = _errs26 === errors;
if(!valid3){
break;
}
}
}
}
else {
return refuse(validate47, instancePath+"/names", texts[18]);
}
}
var valid0 = _errs24 === errors;
if(valid0){
let data12 = data.usages;
const _errs28 = errors;
if(errors === _errs28){
if(Array.isArray(data12)){
if(data12.length < 1){
return refuse(validate47, instancePath+"/usages", texts[21]);
}
else {
var valid4 = true;
const len1 = data12.length;
for(let i1=0; i1<len1; i1++){
let data13 = data12[i1];
const _errs30 = errors;
if(typeof data13 !== "string"){
return refuse(validate47, instancePath+"/usages/" + i1, texts[1]);
}
if(!((data13 === "server") || (data13 === "client"))){
return refuse(validate47, instancePath+"/usages/" + i1, texts[28]);
}
var valid4 = _errs30 === errors;
if(!valid4){
break;
}
}
}
}
else {
return refuse(validate47, instancePath+"/usages", texts[18]);
}
}
var valid0 = _errs28 === errors;
if(valid0){
let data14 = data.keyType;
const _errs32 = errors;
if(typeof data14 !== "string"){
return refuse(validate47, instancePath+"/keyType", texts[1]);
}
if(!(((data14 === "ec") || (data14 === "rsa")) || (data14 === "ed25519"))){
return refuse(validate47, instancePath+"/keyType", texts[28]);
}
var valid0 = _errs32 === errors;
if(valid0){
let data15 = data.days;
const _errs34 = errors;
if(!(((typeof data15 == "number") && (!(data15 % 1) && !isNaN(data15))) && (isFinite(data15)))){
return refuse(validate47, instancePath+"/days", texts[3]);
}
if(errors === _errs34){
if((typeof data15 == "number") && (isFinite(data15))){
if(data15 > 3650 || isNaN(data15)){
return refuse(validate47, instancePath+"/days", texts[72]);
}
else {
if(data15 < 1 || isNaN(data15)){
return refuse(validate47, instancePath+"/days", texts[5]);
}
}
}
}
var valid0 = _errs34 === errors;
if(valid0){
if(data.renewDays !== undefined){
let data16 = data.renewDays;
const _errs36 = errors;
if(!(((typeof data16 == "number") && (!(data16 % 1) && !isNaN(data16))) && (isFinite(data16)))){
return refuse(validate47, instancePath+"/renewDays", texts[3]);
}
if(errors === _errs36){
if((typeof data16 == "number") && (isFinite(data16))){
if(data16 > 3649 || isNaN(data16)){
return refuse(validate47, instancePath+"/renewDays", texts[73]);
}
else {
if(data16 < 1 || isNaN(data16)){
return refuse(validate47, instancePath+"/renewDays", texts[5]);
}
}
}
}
var valid0 = _errs36 === errors;
}
else {
var valid0 = true;
}
if(valid0){
let data17 = data.owner;
const _errs38 = errors;
if(errors === _errs38){
if(typeof data17 === "string"){
if(!pattern28.test(data17)){
return refuse(validate47, instancePath+"/owner", "must match pattern \""+"^([A-Za-z_][A-Za-z0-9_.-]{0,31}\\$?|\\d{1,10})$"+"\"");
}
}
else {
return refuse(validate47, instancePath+"/owner", texts[1]);
}
}
var valid0 = _errs38 === errors;
if(valid0){
let data18 = data.group;
const _errs40 = errors;
if(errors === _errs40){
if(typeof data18 === "string"){
if(!pattern28.test(data18)){
return refuse(validate47, instancePath+"/group", "must match pattern \""+"^([A-Za-z_][A-Za-z0-9_.-]{0,31}\\$?|\\d{1,10})$"+"\"");
}
}
else {
return refuse(validate47, instancePath+"/group", texts[1]);
}
}
var valid0 = _errs40 === errors;
if(valid0){
let data19 = data.mode;
const _errs42 = errors;
if(!(((typeof data19 == "number") && (!(data19 % 1) && !isNaN(data19))) && (isFinite(data19)))){
return refuse(validate47, instancePath+"/mode", texts[3]);
}
if(errors === _errs42){
if((typeof data19 == "number") && (isFinite(data19))){
if(data19 > 4095 || isNaN(data19)){
return refuse(validate47, instancePath+"/mode", texts[49]);
}
else {
if(data19 < 0 || isNaN(data19)){
return refuse(validate47, instancePath+"/mode", texts[6]);
}
}
}
}
var valid0 = _errs42 === errors;
if(valid0){
let data20 = data.keyMode;
const _errs44 = errors;
if(!(((typeof data20 == "number") && (!(data20 % 1) && !isNaN(data20))) && (isFinite(data20)))){
return refuse(validate47, instancePath+"/keyMode", texts[3]);
}
if(errors === _errs44){
if((typeof data20 == "number") && (isFinite(data20))){
if(data20 > 4095 || isNaN(data20)){
return refuse(validate47, instancePath+"/keyMode", texts[49]);
}
else {
if(data20 < 0 || isNaN(data20)){
return refuse(validate47, instancePath+"/keyMode", texts[6]);
}
}
}
}
var valid0 = _errs44 === errors;
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
else {
return refuse(validate47, instancePath, texts[12]);
}
}
validate47.errors = vErrors;
return errors === 0;
}

export const params_command = validate48;
const schema58 = {"properties":{"name":0,"argv":0,"unless":0,"creates":0,"timeoutMs":0,"user":0,"directory":0,"environment":0,"tty":0,"onInterrupted":0}};

function validate48(data, {instancePath=""}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(isTable(data)){
if(data.timeoutMs === undefined){
data.timeoutMs = 300000;
}
if(data.tty === undefined){
data.tty = false;
}
if(data.onInterrupted === undefined){
data.onInterrupted = "fail";
}
let missing0;
if(((data.name === undefined) && (missing0 = "name")) || ((data.argv === undefined) && (missing0 = "argv"))){
return refuse(validate48, instancePath, lacking(missing0));
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(func1.call(schema58.properties, key0))){
return refuse(validate48, instancePath, texts[0]);
break;
}
}
if(_errs1 === errors){
if(data.name !== undefined){
let data0 = data.name;
const _errs2 = errors;
if(errors === _errs2){
if(typeof data0 === "string"){
if(data0.length > 200 && [...data0].length > 200){
return refuse(validate48, instancePath+"/name", texts[16]);
}
else {
if(data0.length < 1){
return refuse(validate48, instancePath+"/name", texts[14]);
}
}
}
else {
return refuse(validate48, instancePath+"/name", texts[1]);
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.argv !== undefined){
let data1 = data.argv;
const _errs4 = errors;
if(errors === _errs4){
if(Array.isArray(data1)){
if(data1.length > 256){
return refuse(validate48, instancePath+"/argv", texts[32]);
}
else {
if(data1.length < 1){
return refuse(validate48, instancePath+"/argv", texts[21]);
}
else {
var valid1 = true;
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
let data2 = data1[i0];
const _errs6 = errors;
if(errors === _errs6){
if(typeof data2 === "string"){
if(data2.length > 65536 && [...data2].length > 65536){
return refuse(validate48, instancePath+"/argv/" + i0, texts[17]);
}
}
else {
return refuse(validate48, instancePath+"/argv/" + i0, texts[1]);
}
}
var valid1 = _errs6 === errors;
if(!valid1){
break;
}
}
}
}
}
else {
return refuse(validate48, instancePath+"/argv", texts[18]);
}
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.unless !== undefined){
let data3 = data.unless;
const _errs8 = errors;
if(errors === _errs8){
if(Array.isArray(data3)){
if(data3.length > 256){
return refuse(validate48, instancePath+"/unless", texts[32]);
}
else {
if(data3.length < 1){
return refuse(validate48, instancePath+"/unless", texts[21]);
}
else {
var valid2 = true;
const len1 = data3.length;
for(let i1=0; i1<len1; i1++){
let data4 = data3[i1];
const _errs10 = errors;
if(errors === _errs10){
if(typeof data4 === "string"){
if(data4.length > 65536 && [...data4].length > 65536){
return refuse(validate48, instancePath+"/unless/" + i1, texts[17]);
}
}
else {
return refuse(validate48, instancePath+"/unless/" + i1, texts[1]);
}
}
var valid2 = _errs10 === errors;
if(!valid2){
break;
}
}
}
}
}
else {
return refuse(validate48, instancePath+"/unless", texts[18]);
}
}
var valid0 = _errs8 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.creates !== undefined){
let data5 = data.creates;
const _errs12 = errors;
if(errors === _errs12){
if(typeof data5 === "string"){
if(!pattern27.test(data5)){
return refuse(validate48, instancePath+"/creates", "must match pattern \""+"^\\/([^/\\0]+(\\/[^/\\0]+)*)?$"+"\"");
}
else {
if(data5.length > 4096 && [...data5].length > 4096){
return refuse(validate48, instancePath+"/creates", texts[27]);
}
}
}
else {
return refuse(validate48, instancePath+"/creates", texts[1]);
}
}
var valid0 = _errs12 === errors;
}
else {
var valid0 = true;
}
if(valid0){
let data6 = data.timeoutMs;
const _errs14 = errors;
if(!(((typeof data6 == "number") && (!(data6 % 1) && !isNaN(data6))) && (isFinite(data6)))){
return refuse(validate48, instancePath+"/timeoutMs", texts[3]);
}
if(errors === _errs14){
if((typeof data6 == "number") && (isFinite(data6))){
if(data6 > 604800000 || isNaN(data6)){
return refuse(validate48, instancePath+"/timeoutMs", texts[74]);
}
else {
if(data6 < 1000 || isNaN(data6)){
return refuse(validate48, instancePath+"/timeoutMs", texts[10]);
}
}
}
}
var valid0 = _errs14 === errors;
if(valid0){
if(data.user !== undefined){
let data7 = data.user;
const _errs16 = errors;
if(errors === _errs16){
if(typeof data7 === "string"){
if(!pattern28.test(data7)){
return refuse(validate48, instancePath+"/user", "must match pattern \""+"^([A-Za-z_][A-Za-z0-9_.-]{0,31}\\$?|\\d{1,10})$"+"\"");
}
}
else {
return refuse(validate48, instancePath+"/user", texts[1]);
}
}
var valid0 = _errs16 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.directory !== undefined){
let data8 = data.directory;
const _errs18 = errors;
if(errors === _errs18){
if(typeof data8 === "string"){
if(!pattern27.test(data8)){
return refuse(validate48, instancePath+"/directory", "must match pattern \""+"^\\/([^/\\0]+(\\/[^/\\0]+)*)?$"+"\"");
}
else {
if(data8.length > 4096 && [...data8].length > 4096){
return refuse(validate48, instancePath+"/directory", texts[27]);
}
}
}
else {
return refuse(validate48, instancePath+"/directory", texts[1]);
}
}
var valid0 = _errs18 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.environment !== undefined){
let data9 = data.environment;
const _errs20 = errors;
if(errors === _errs20){
if(isTable(data9)){
for(const key1 in data9){
const _errs22 = errors;
if(errors === _errs22){
if(typeof key1 === "string"){
if(!pattern84.test(key1)){
vErrors = noted(vErrors, instancePath+"/environment", "must match pattern \""+"^[A-Za-z_][A-Za-z0-9_]*$"+"\"");
errors++;
}
}
else {
vErrors = noted(vErrors, instancePath+"/environment", texts[1]);
errors++;
}
}
var valid3 = _errs22 === errors;
if(!valid3){
vErrors = noted(vErrors, instancePath+"/environment", texts[42]);
errors++;
validate48.errors = vErrors;
return false;
break;
}
}
if(valid3){
for(const key2 in data9){
let data10 = data9[key2];
const _errs25 = errors;
if(errors === _errs25){
if(typeof data10 === "string"){
if(data10.length > 65536 && [...data10].length > 65536){
return refuse(validate48, instancePath+"/environment/" + key2.replace(/[~/]/g, escaped), texts[17]);
}
}
else {
return refuse(validate48, instancePath+"/environment/" + key2.replace(/[~/]/g, escaped), texts[1]);
}
}
var valid4 = _errs25 === errors;
if(!valid4){
break;
}
}
}
}
else {
return refuse(validate48, instancePath+"/environment", texts[12]);
}
}
var valid0 = _errs20 === errors;
}
else {
var valid0 = true;
}
if(valid0){
const _errs27 = errors;
if(typeof data.tty !== "boolean"){
return refuse(validate48, instancePath+"/tty", texts[19]);
}
var valid0 = _errs27 === errors;
if(valid0){
let data12 = data.onInterrupted;
const _errs29 = errors;
if(typeof data12 !== "string"){
return refuse(validate48, instancePath+"/onInterrupted", texts[1]);
}
if(!((data12 === "rerun") || (data12 === "fail"))){
return refuse(validate48, instancePath+"/onInterrupted", texts[28]);
}
var valid0 = _errs29 === errors;
}
}
}
}
}
}
}
}
}
}
}
}
else {
return refuse(validate48, instancePath, texts[12]);
}
}
validate48.errors = vErrors;
return errors === 0;
}

export const params_container = validate49;
const schema59 = {"properties":{"name":0,"image":0,"archive":0,"engine":0,"command":0,"environment":0,"ports":0,"volumes":0,"network":0,"user":0,"readOnly":0,"options":0,"after":0,"stopSeconds":0}};
const pattern115 = new RegExp("^[a-z0-9][a-z0-9_-]{0,62}$", "u");
const pattern116 = new RegExp("^[a-z0-9][a-z0-9.-]*(:[0-9]+)?\\/[a-z0-9._/-]+(:[A-Za-z0-9._-]+)?@sha256:[0-9a-f]{64}$", "u");
const pattern119 = new RegExp("^[^\\n\\r\\0]*$", "u");
const pattern123 = new RegExp("^([0-9a-f.:[\\]]+:)?[0-9]{1,5}:[0-9]{1,5}(\\/(tcp|udp))?$", "u");
const pattern125 = new RegExp("^\\/[^:]*:\\/[^:]*(:[a-zA-Z,]+)?$", "u");
const pattern127 = new RegExp("^[a-z0-9][a-z0-9_.:-]*$", "u");
const pattern129 = new RegExp("^[A-Za-z0-9_][A-Za-z0-9_.-]*(:[A-Za-z0-9_][A-Za-z0-9_.-]*)?$", "u");
const pattern132 = new RegExp("^[A-Za-z0-9:_.\\\\@-]+$", "u");

function validate49(data, {instancePath=""}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(isTable(data)){
if(data.engine === undefined){
data.engine = "podman";
}
if(data.command === undefined){
data.command = [];
}
if(data.environment === undefined){
data.environment = {};
}
if(data.ports === undefined){
data.ports = [];
}
if(data.volumes === undefined){
data.volumes = [];
}
if(data.readOnly === undefined){
data.readOnly = false;
}
if(data.options === undefined){
data.options = [];
}
if(data.after === undefined){
data.after = [];
}
if(data.stopSeconds === undefined){
data.stopSeconds = 30;
}
let missing0;
if(((data.name === undefined) && (missing0 = "name")) || ((data.image === undefined) && (missing0 = "image"))){
return refuse(validate49, instancePath, lacking(missing0));
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(func1.call(schema59.properties, key0))){
return refuse(validate49, instancePath, texts[0]);
break;
}
}
if(_errs1 === errors){
if(data.name !== undefined){
let data0 = data.name;
const _errs2 = errors;
if(errors === _errs2){
if(typeof data0 === "string"){
if(!pattern115.test(data0)){
return refuse(validate49, instancePath+"/name", "must match pattern \""+"^[a-z0-9][a-z0-9_-]{0,62}$"+"\"");
}
}
else {
return refuse(validate49, instancePath+"/name", texts[1]);
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.image !== undefined){
let data1 = data.image;
const _errs4 = errors;
if(errors === _errs4){
if(typeof data1 === "string"){
if(!pattern116.test(data1)){
return refuse(validate49, instancePath+"/image", "must match pattern \""+"^[a-z0-9][a-z0-9.-]*(:[0-9]+)?\\/[a-z0-9._/-]+(:[A-Za-z0-9._-]+)?@sha256:[0-9a-f]{64}$"+"\"");
}
else {
if(data1.length > 1024 && [...data1].length > 1024){
return refuse(validate49, instancePath+"/image", texts[31]);
}
}
}
else {
return refuse(validate49, instancePath+"/image", texts[1]);
}
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.archive !== undefined){
let data2 = data.archive;
const _errs6 = errors;
if(errors === _errs6){
if(isTable(data2)){
let missing1;
if((data2.sha256 === undefined) && (missing1 = "sha256")){
return refuse(validate49, instancePath+"/archive", lacking(missing1));
}
else {
const _errs8 = errors;
for(const key1 in data2){
if(!((key1 === "sha256") || (key1 === "id"))){
return refuse(validate49, instancePath+"/archive", texts[0]);
break;
}
}
if(_errs8 === errors){
if(data2.sha256 !== undefined){
let data3 = data2.sha256;
const _errs9 = errors;
if(errors === _errs9){
if(typeof data3 === "string"){
if(!pattern5.test(data3)){
return refuse(validate49, instancePath+"/archive/sha256", "must match pattern \""+"^[0-9a-f]{64}$"+"\"");
}
}
else {
return refuse(validate49, instancePath+"/archive/sha256", texts[1]);
}
}
var valid1 = _errs9 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data2.id !== undefined){
let data4 = data2.id;
const _errs11 = errors;
if(errors === _errs11){
if(typeof data4 === "string"){
if(!pattern5.test(data4)){
return refuse(validate49, instancePath+"/archive/id", "must match pattern \""+"^[0-9a-f]{64}$"+"\"");
}
}
else {
return refuse(validate49, instancePath+"/archive/id", texts[1]);
}
}
var valid1 = _errs11 === errors;
}
else {
var valid1 = true;
}
}
}
}
}
else {
return refuse(validate49, instancePath+"/archive", texts[12]);
}
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
if(valid0){
let data5 = data.engine;
const _errs13 = errors;
if(typeof data5 !== "string"){
return refuse(validate49, instancePath+"/engine", texts[1]);
}
if(!((data5 === "podman") || (data5 === "docker"))){
return refuse(validate49, instancePath+"/engine", texts[28]);
}
var valid0 = _errs13 === errors;
if(valid0){
let data6 = data.command;
const _errs15 = errors;
if(errors === _errs15){
if(Array.isArray(data6)){
if(data6.length > 256){
return refuse(validate49, instancePath+"/command", texts[32]);
}
else {
var valid2 = true;
const len0 = data6.length;
for(let i0=0; i0<len0; i0++){
let data7 = data6[i0];
const _errs17 = errors;
if(errors === _errs17){
if(typeof data7 === "string"){
if(!pattern119.test(data7)){
return refuse(validate49, instancePath+"/command/" + i0, "must match pattern \""+"^[^\\n\\r\\0]*$"+"\"");
}
else {
if(data7.length > 4096 && [...data7].length > 4096){
return refuse(validate49, instancePath+"/command/" + i0, texts[27]);
}
}
}
else {
return refuse(validate49, instancePath+"/command/" + i0, texts[1]);
}
}
var valid2 = _errs17 === errors;
if(!valid2){
break;
}
}
}
}
else {
return refuse(validate49, instancePath+"/command", texts[18]);
}
}
var valid0 = _errs15 === errors;
if(valid0){
let data8 = data.environment;
const _errs19 = errors;
if(errors === _errs19){
if(isTable(data8)){
for(const key2 in data8){
const _errs21 = errors;
if(errors === _errs21){
if(typeof key2 === "string"){
if(!pattern84.test(key2)){
vErrors = noted(vErrors, instancePath+"/environment", "must match pattern \""+"^[A-Za-z_][A-Za-z0-9_]*$"+"\"");
errors++;
}
}
else {
vErrors = noted(vErrors, instancePath+"/environment", texts[1]);
errors++;
}
}
var valid3 = _errs21 === errors;
if(!valid3){
vErrors = noted(vErrors, instancePath+"/environment", texts[42]);
errors++;
validate49.errors = vErrors;
return false;
break;
}
}
if(valid3){
for(const key3 in data8){
let data9 = data8[key3];
const _errs24 = errors;
if(errors === _errs24){
if(typeof data9 === "string"){
if(!pattern119.test(data9)){
return refuse(validate49, instancePath+"/environment/" + key3.replace(/[~/]/g, escaped), "must match pattern \""+"^[^\\n\\r\\0]*$"+"\"");
}
else {
if(data9.length > 32768 && [...data9].length > 32768){
return refuse(validate49, instancePath+"/environment/" + key3.replace(/[~/]/g, escaped), texts[39]);
}
}
}
else {
return refuse(validate49, instancePath+"/environment/" + key3.replace(/[~/]/g, escaped), texts[1]);
}
}
var valid4 = _errs24 === errors;
if(!valid4){
break;
}
}
}
}
else {
return refuse(validate49, instancePath+"/environment", texts[12]);
}
}
var valid0 = _errs19 === errors;
if(valid0){
let data10 = data.ports;
const _errs26 = errors;
if(errors === _errs26){
if(Array.isArray(data10)){
if(data10.length > 100){
return refuse(validate49, instancePath+"/ports", texts[54]);
}
else {
var valid5 = true;
const len1 = data10.length;
for(let i1=0; i1<len1; i1++){
let data11 = data10[i1];
const _errs28 = errors;
const _errs30 = errors;
if(typeof data11 === "string"){
if(!pattern119.test(data11)){
return refuse(validate49, instancePath+"/ports/" + i1, "must match pattern \""+"^[^\\n\\r\\0]*$"+"\"");
}
}
var valid6 = _errs30 === errors;
if(valid6){
const _errs31 = errors;
if(typeof data11 === "string"){
if(!pattern123.test(data11)){
return refuse(validate49, instancePath+"/ports/" + i1, "must match pattern \""+"^([0-9a-f.:[\\]]+:)?[0-9]{1,5}:[0-9]{1,5}(\\/(tcp|udp))?$"+"\"");
}
}
var valid6 = _errs31 === errors;
}
if(errors === _errs28){
if(typeof data11 === "string"){
if(data11.length > 4096 && [...data11].length > 4096){
return refuse(validate49, instancePath+"/ports/" + i1, texts[27]);
}
}
else {
return refuse(validate49, instancePath+"/ports/" + i1, texts[1]);
}
}
var valid5 = _errs28 === errors;
if(!valid5){
break;
}
}
}
}
else {
return refuse(validate49, instancePath+"/ports", texts[18]);
}
}
var valid0 = _errs26 === errors;
if(valid0){
let data12 = data.volumes;
const _errs32 = errors;
if(errors === _errs32){
if(Array.isArray(data12)){
if(data12.length > 100){
return refuse(validate49, instancePath+"/volumes", texts[54]);
}
else {
var valid7 = true;
const len2 = data12.length;
for(let i2=0; i2<len2; i2++){
let data13 = data12[i2];
const _errs34 = errors;
const _errs36 = errors;
if(typeof data13 === "string"){
if(!pattern119.test(data13)){
return refuse(validate49, instancePath+"/volumes/" + i2, "must match pattern \""+"^[^\\n\\r\\0]*$"+"\"");
}
}
var valid8 = _errs36 === errors;
if(valid8){
const _errs37 = errors;
if(typeof data13 === "string"){
if(!pattern125.test(data13)){
return refuse(validate49, instancePath+"/volumes/" + i2, "must match pattern \""+"^\\/[^:]*:\\/[^:]*(:[a-zA-Z,]+)?$"+"\"");
}
}
var valid8 = _errs37 === errors;
}
if(errors === _errs34){
if(typeof data13 === "string"){
if(data13.length > 4096 && [...data13].length > 4096){
return refuse(validate49, instancePath+"/volumes/" + i2, texts[27]);
}
}
else {
return refuse(validate49, instancePath+"/volumes/" + i2, texts[1]);
}
}
var valid7 = _errs34 === errors;
if(!valid7){
break;
}
}
}
}
else {
return refuse(validate49, instancePath+"/volumes", texts[18]);
}
}
var valid0 = _errs32 === errors;
if(valid0){
if(data.network !== undefined){
let data14 = data.network;
const _errs38 = errors;
const _errs40 = errors;
if(typeof data14 === "string"){
if(!pattern119.test(data14)){
return refuse(validate49, instancePath+"/network", "must match pattern \""+"^[^\\n\\r\\0]*$"+"\"");
}
}
var valid9 = _errs40 === errors;
if(valid9){
const _errs41 = errors;
if(typeof data14 === "string"){
if(!pattern127.test(data14)){
return refuse(validate49, instancePath+"/network", "must match pattern \""+"^[a-z0-9][a-z0-9_.:-]*$"+"\"");
}
}
var valid9 = _errs41 === errors;
}
if(errors === _errs38){
if(typeof data14 === "string"){
if(data14.length > 4096 && [...data14].length > 4096){
return refuse(validate49, instancePath+"/network", texts[27]);
}
}
else {
return refuse(validate49, instancePath+"/network", texts[1]);
}
}
var valid0 = _errs38 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.user !== undefined){
let data15 = data.user;
const _errs42 = errors;
const _errs44 = errors;
if(typeof data15 === "string"){
if(!pattern119.test(data15)){
return refuse(validate49, instancePath+"/user", "must match pattern \""+"^[^\\n\\r\\0]*$"+"\"");
}
}
var valid10 = _errs44 === errors;
if(valid10){
const _errs45 = errors;
if(typeof data15 === "string"){
if(!pattern129.test(data15)){
return refuse(validate49, instancePath+"/user", "must match pattern \""+"^[A-Za-z0-9_][A-Za-z0-9_.-]*(:[A-Za-z0-9_][A-Za-z0-9_.-]*)?$"+"\"");
}
}
var valid10 = _errs45 === errors;
}
if(errors === _errs42){
if(typeof data15 === "string"){
if(data15.length > 4096 && [...data15].length > 4096){
return refuse(validate49, instancePath+"/user", texts[27]);
}
}
else {
return refuse(validate49, instancePath+"/user", texts[1]);
}
}
var valid0 = _errs42 === errors;
}
else {
var valid0 = true;
}
if(valid0){
const _errs46 = errors;
if(typeof data.readOnly !== "boolean"){
return refuse(validate49, instancePath+"/readOnly", texts[19]);
}
var valid0 = _errs46 === errors;
if(valid0){
let data17 = data.options;
const _errs48 = errors;
if(errors === _errs48){
if(Array.isArray(data17)){
if(data17.length > 100){
return refuse(validate49, instancePath+"/options", texts[54]);
}
else {
var valid11 = true;
const len3 = data17.length;
for(let i3=0; i3<len3; i3++){
let data18 = data17[i3];
const _errs50 = errors;
if(errors === _errs50){
if(typeof data18 === "string"){
if(!pattern119.test(data18)){
return refuse(validate49, instancePath+"/options/" + i3, "must match pattern \""+"^[^\\n\\r\\0]*$"+"\"");
}
else {
if(data18.length > 4096 && [...data18].length > 4096){
return refuse(validate49, instancePath+"/options/" + i3, texts[27]);
}
}
}
else {
return refuse(validate49, instancePath+"/options/" + i3, texts[1]);
}
}
var valid11 = _errs50 === errors;
if(!valid11){
break;
}
}
}
}
else {
return refuse(validate49, instancePath+"/options", texts[18]);
}
}
var valid0 = _errs48 === errors;
if(valid0){
let data19 = data.after;
const _errs52 = errors;
if(errors === _errs52){
if(Array.isArray(data19)){
if(data19.length > 50){
return refuse(validate49, instancePath+"/after", texts[58]);
}
else {
var valid12 = true;
const len4 = data19.length;
for(let i4=0; i4<len4; i4++){
let data20 = data19[i4];
const _errs54 = errors;
const _errs56 = errors;
if(typeof data20 === "string"){
if(!pattern119.test(data20)){
return refuse(validate49, instancePath+"/after/" + i4, "must match pattern \""+"^[^\\n\\r\\0]*$"+"\"");
}
}
var valid13 = _errs56 === errors;
if(valid13){
const _errs57 = errors;
if(typeof data20 === "string"){
if(!pattern132.test(data20)){
return refuse(validate49, instancePath+"/after/" + i4, "must match pattern \""+"^[A-Za-z0-9:_.\\\\@-]+$"+"\"");
}
}
var valid13 = _errs57 === errors;
}
if(errors === _errs54){
if(typeof data20 === "string"){
if(data20.length > 4096 && [...data20].length > 4096){
return refuse(validate49, instancePath+"/after/" + i4, texts[27]);
}
}
else {
return refuse(validate49, instancePath+"/after/" + i4, texts[1]);
}
}
var valid12 = _errs54 === errors;
if(!valid12){
break;
}
}
}
}
else {
return refuse(validate49, instancePath+"/after", texts[18]);
}
}
var valid0 = _errs52 === errors;
if(valid0){
let data21 = data.stopSeconds;
const _errs58 = errors;
if(!(((typeof data21 == "number") && (!(data21 % 1) && !isNaN(data21))) && (isFinite(data21)))){
return refuse(validate49, instancePath+"/stopSeconds", texts[3]);
}
if(errors === _errs58){
if((typeof data21 == "number") && (isFinite(data21))){
if(data21 > 86400 || isNaN(data21)){
return refuse(validate49, instancePath+"/stopSeconds", texts[75]);
}
else {
if(data21 < 1 || isNaN(data21)){
return refuse(validate49, instancePath+"/stopSeconds", texts[5]);
}
}
}
}
var valid0 = _errs58 === errors;
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
else {
return refuse(validate49, instancePath, texts[12]);
}
}
validate49.errors = vErrors;
return errors === 0;
}

export const params_directory = validate50;
const schema60 = {"properties":{"path":0,"owner":0,"group":0,"mode":0}};

function validate50(data, {instancePath=""}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(isTable(data)){
if(data.owner === undefined){
data.owner = "root";
}
if(data.group === undefined){
data.group = "root";
}
if(data.mode === undefined){
data.mode = 493;
}
let missing0;
if((data.path === undefined) && (missing0 = "path")){
return refuse(validate50, instancePath, lacking(missing0));
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!((((key0 === "path") || (key0 === "owner")) || (key0 === "group")) || (key0 === "mode"))){
return refuse(validate50, instancePath, texts[0]);
break;
}
}
if(_errs1 === errors){
if(data.path !== undefined){
let data0 = data.path;
const _errs2 = errors;
if(errors === _errs2){
if(typeof data0 === "string"){
if(!pattern27.test(data0)){
return refuse(validate50, instancePath+"/path", "must match pattern \""+"^\\/([^/\\0]+(\\/[^/\\0]+)*)?$"+"\"");
}
else {
if(data0.length > 4096 && [...data0].length > 4096){
return refuse(validate50, instancePath+"/path", texts[27]);
}
}
}
else {
return refuse(validate50, instancePath+"/path", texts[1]);
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
let data1 = data.owner;
const _errs4 = errors;
if(errors === _errs4){
if(typeof data1 === "string"){
if(!pattern28.test(data1)){
return refuse(validate50, instancePath+"/owner", "must match pattern \""+"^([A-Za-z_][A-Za-z0-9_.-]{0,31}\\$?|\\d{1,10})$"+"\"");
}
}
else {
return refuse(validate50, instancePath+"/owner", texts[1]);
}
}
var valid0 = _errs4 === errors;
if(valid0){
let data2 = data.group;
const _errs6 = errors;
if(errors === _errs6){
if(typeof data2 === "string"){
if(!pattern28.test(data2)){
return refuse(validate50, instancePath+"/group", "must match pattern \""+"^([A-Za-z_][A-Za-z0-9_.-]{0,31}\\$?|\\d{1,10})$"+"\"");
}
}
else {
return refuse(validate50, instancePath+"/group", texts[1]);
}
}
var valid0 = _errs6 === errors;
if(valid0){
let data3 = data.mode;
const _errs8 = errors;
if(!(((typeof data3 == "number") && (!(data3 % 1) && !isNaN(data3))) && (isFinite(data3)))){
return refuse(validate50, instancePath+"/mode", texts[3]);
}
if(errors === _errs8){
if((typeof data3 == "number") && (isFinite(data3))){
if(data3 > 4095 || isNaN(data3)){
return refuse(validate50, instancePath+"/mode", texts[49]);
}
else {
if(data3 < 0 || isNaN(data3)){
return refuse(validate50, instancePath+"/mode", texts[6]);
}
}
}
}
var valid0 = _errs8 === errors;
}
}
}
}
}
}
else {
return refuse(validate50, instancePath, texts[12]);
}
}
validate50.errors = vErrors;
return errors === 0;
}

export const params_file = validate51;
const schema61 = {"properties":{"path":0,"content":0,"encoding":0,"seed":0,"keys":0,"absentKeys":0,"format":0,"lines":0,"blocks":0,"comment":0,"owner":0,"group":0,"mode":0,"validate":0}};
const pattern137 = new RegExp("^[^\\s#]\\S*( \\S+)*$", "u");
const pattern140 = new RegExp("^[A-Za-z0-9][A-Za-z0-9._:/-]*$", "u");
const pattern141 = new RegExp("^[^\\s\\w]+$", "u");

function validate51(data, {instancePath=""}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(isTable(data)){
if(data.encoding === undefined){
data.encoding = "utf8";
}
if(data.owner === undefined){
data.owner = "root";
}
if(data.group === undefined){
data.group = "root";
}
if(data.mode === undefined){
data.mode = 420;
}
let missing0;
if((data.path === undefined) && (missing0 = "path")){
return refuse(validate51, instancePath, lacking(missing0));
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(func1.call(schema61.properties, key0))){
return refuse(validate51, instancePath, texts[0]);
break;
}
}
if(_errs1 === errors){
if(data.path !== undefined){
let data0 = data.path;
const _errs2 = errors;
if(errors === _errs2){
if(typeof data0 === "string"){
if(!pattern27.test(data0)){
return refuse(validate51, instancePath+"/path", "must match pattern \""+"^\\/([^/\\0]+(\\/[^/\\0]+)*)?$"+"\"");
}
else {
if(data0.length > 4096 && [...data0].length > 4096){
return refuse(validate51, instancePath+"/path", texts[27]);
}
}
}
else {
return refuse(validate51, instancePath+"/path", texts[1]);
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.content !== undefined){
let data1 = data.content;
const _errs4 = errors;
if(errors === _errs4){
if(typeof data1 === "string"){
if(data1.length > 8000000 && [...data1].length > 8000000){
return refuse(validate51, instancePath+"/content", texts[76]);
}
}
else {
return refuse(validate51, instancePath+"/content", texts[1]);
}
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
let data2 = data.encoding;
const _errs6 = errors;
if(typeof data2 !== "string"){
return refuse(validate51, instancePath+"/encoding", texts[1]);
}
if(!((data2 === "utf8") || (data2 === "base64"))){
return refuse(validate51, instancePath+"/encoding", texts[28]);
}
var valid0 = _errs6 === errors;
if(valid0){
if(data.seed !== undefined){
let data3 = data.seed;
const _errs8 = errors;
if(errors === _errs8){
if(typeof data3 === "string"){
if(data3.length > 8000000 && [...data3].length > 8000000){
return refuse(validate51, instancePath+"/seed", texts[76]);
}
}
else {
return refuse(validate51, instancePath+"/seed", texts[1]);
}
}
var valid0 = _errs8 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.keys !== undefined){
let data4 = data.keys;
const _errs10 = errors;
if(errors === _errs10){
if(isTable(data4)){
for(const key1 in data4){
const _errs12 = errors;
if(errors === _errs12){
if(typeof key1 === "string"){
if(!pattern137.test(key1)){
vErrors = noted(vErrors, instancePath+"/keys", "must match pattern \""+"^[^\\s#]\\S*( \\S+)*$"+"\"");
errors++;
}
else {
if(key1.length > 256 && [...key1].length > 256){
vErrors = noted(vErrors, instancePath+"/keys", texts[29]);
errors++;
}
else {
if(key1.length < 1){
vErrors = noted(vErrors, instancePath+"/keys", texts[14]);
errors++;
}
}
}
}
else {
vErrors = noted(vErrors, instancePath+"/keys", texts[1]);
errors++;
}
}
var valid1 = _errs12 === errors;
if(!valid1){
vErrors = noted(vErrors, instancePath+"/keys", texts[42]);
errors++;
validate51.errors = vErrors;
return false;
break;
}
}
if(valid1){
for(const key2 in data4){
let data5 = data4[key2];
const _errs15 = errors;
const _errs16 = errors;
let valid3 = false;
const _errs17 = errors;
if(typeof data5 !== "string"){
vErrors = noted(vErrors, instancePath+"/keys/" + key2.replace(/[~/]/g, escaped), texts[1]);
errors++;
}
var _valid0 = _errs17 === errors;
valid3 = valid3 || _valid0;
const _errs19 = errors;
if(!((typeof data5 == "number") && (isFinite(data5)))){
vErrors = noted(vErrors, instancePath+"/keys/" + key2.replace(/[~/]/g, escaped), texts[11]);
errors++;
}
var _valid0 = _errs19 === errors;
valid3 = valid3 || _valid0;
const _errs21 = errors;
if(typeof data5 !== "boolean"){
vErrors = noted(vErrors, instancePath+"/keys/" + key2.replace(/[~/]/g, escaped), texts[19]);
errors++;
}
var _valid0 = _errs21 === errors;
valid3 = valid3 || _valid0;
const _errs23 = errors;
if(data5 !== null){
vErrors = noted(vErrors, instancePath+"/keys/" + key2.replace(/[~/]/g, escaped), texts[7]);
errors++;
}
var _valid0 = _errs23 === errors;
valid3 = valid3 || _valid0;
const _errs25 = errors;
if(errors === _errs25){
if(!(Array.isArray(data5))){
vErrors = noted(vErrors, instancePath+"/keys/" + key2.replace(/[~/]/g, escaped), texts[18]);
errors++;
}
}
var _valid0 = _errs25 === errors;
valid3 = valid3 || _valid0;
const _errs27 = errors;
if(errors === _errs27){
if(isTable(data5)){
for(const key3 in data5){
const _errs29 = errors;
if(typeof key3 !== "string"){
vErrors = noted(vErrors, instancePath+"/keys/" + key2.replace(/[~/]/g, escaped), texts[1]);
errors++;
}
var valid4 = _errs29 === errors;
if(!valid4){
vErrors = noted(vErrors, instancePath+"/keys/" + key2.replace(/[~/]/g, escaped), texts[42]);
errors++;
break;
}
}
}
else {
vErrors = noted(vErrors, instancePath+"/keys/" + key2.replace(/[~/]/g, escaped), texts[12]);
errors++;
}
}
var _valid0 = _errs27 === errors;
valid3 = valid3 || _valid0;
if(!valid3){
vErrors = noted(vErrors, instancePath+"/keys/" + key2.replace(/[~/]/g, escaped), texts[8]);
errors++;
validate51.errors = vErrors;
return false;
}
else {
errors = _errs16;
if(vErrors !== null){
if(_errs16){
vErrors.length = _errs16;
}
else {
vErrors = null;
}
}
}
var valid2 = _errs15 === errors;
if(!valid2){
break;
}
}
}
}
else {
return refuse(validate51, instancePath+"/keys", texts[12]);
}
}
var valid0 = _errs10 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.absentKeys !== undefined){
let data6 = data.absentKeys;
const _errs32 = errors;
if(errors === _errs32){
if(Array.isArray(data6)){
if(data6.length > 1000){
return refuse(validate51, instancePath+"/absentKeys", texts[47]);
}
else {
var valid5 = true;
const len0 = data6.length;
for(let i0=0; i0<len0; i0++){
let data7 = data6[i0];
const _errs34 = errors;
if(errors === _errs34){
if(typeof data7 === "string"){
if(!pattern137.test(data7)){
return refuse(validate51, instancePath+"/absentKeys/" + i0, "must match pattern \""+"^[^\\s#]\\S*( \\S+)*$"+"\"");
}
else {
if(data7.length > 256 && [...data7].length > 256){
return refuse(validate51, instancePath+"/absentKeys/" + i0, texts[29]);
}
else {
if(data7.length < 1){
return refuse(validate51, instancePath+"/absentKeys/" + i0, texts[14]);
}
}
}
}
else {
return refuse(validate51, instancePath+"/absentKeys/" + i0, texts[1]);
}
}
var valid5 = _errs34 === errors;
if(!valid5){
break;
}
}
}
}
else {
return refuse(validate51, instancePath+"/absentKeys", texts[18]);
}
}
var valid0 = _errs32 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.format !== undefined){
let data8 = data.format;
const _errs36 = errors;
if(typeof data8 !== "string"){
return refuse(validate51, instancePath+"/format", texts[1]);
}
if(!((((((data8 === "redis") || (data8 === "equals")) || (data8 === "space")) || (data8 === "ini")) || (data8 === "yaml")) || (data8 === "json"))){
return refuse(validate51, instancePath+"/format", texts[28]);
}
var valid0 = _errs36 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.lines !== undefined){
let data9 = data.lines;
const _errs38 = errors;
if(errors === _errs38){
if(Array.isArray(data9)){
if(data9.length > 1000){
return refuse(validate51, instancePath+"/lines", texts[47]);
}
else {
var valid6 = true;
const len1 = data9.length;
for(let i1=0; i1<len1; i1++){
let data10 = data9[i1];
const _errs40 = errors;
if(errors === _errs40){
if(isTable(data10)){
const _errs42 = errors;
for(const key4 in data10){
if(!(((((key4 === "line") || (key4 === "match")) || (key4 === "absent")) || (key4 === "after")) || (key4 === "before"))){
return refuse(validate51, instancePath+"/lines/" + i1, texts[0]);
break;
}
}
if(_errs42 === errors){
if(data10.line !== undefined){
let data11 = data10.line;
const _errs43 = errors;
if(errors === _errs43){
if(typeof data11 === "string"){
if(!pattern83.test(data11)){
return refuse(validate51, instancePath+"/lines/" + i1+"/line", "must match pattern \""+"^[^\\n\\r]*$"+"\"");
}
else {
if(data11.length > 10000 && [...data11].length > 10000){
return refuse(validate51, instancePath+"/lines/" + i1+"/line", texts[77]);
}
}
}
else {
return refuse(validate51, instancePath+"/lines/" + i1+"/line", texts[1]);
}
}
var valid7 = _errs43 === errors;
}
else {
var valid7 = true;
}
if(valid7){
if(data10.match !== undefined){
let data12 = data10.match;
const _errs45 = errors;
if(errors === _errs45){
if(typeof data12 === "string"){
if(data12.length > 1000 && [...data12].length > 1000){
return refuse(validate51, instancePath+"/lines/" + i1+"/match", texts[66]);
}
else {
if(data12.length < 1){
return refuse(validate51, instancePath+"/lines/" + i1+"/match", texts[14]);
}
}
}
else {
return refuse(validate51, instancePath+"/lines/" + i1+"/match", texts[1]);
}
}
var valid7 = _errs45 === errors;
}
else {
var valid7 = true;
}
if(valid7){
if(data10.absent !== undefined){
const _errs47 = errors;
if(typeof data10.absent !== "boolean"){
return refuse(validate51, instancePath+"/lines/" + i1+"/absent", texts[19]);
}
var valid7 = _errs47 === errors;
}
else {
var valid7 = true;
}
if(valid7){
if(data10.after !== undefined){
let data14 = data10.after;
const _errs49 = errors;
if(errors === _errs49){
if(typeof data14 === "string"){
if(data14.length > 1000 && [...data14].length > 1000){
return refuse(validate51, instancePath+"/lines/" + i1+"/after", texts[66]);
}
else {
if(data14.length < 1){
return refuse(validate51, instancePath+"/lines/" + i1+"/after", texts[14]);
}
}
}
else {
return refuse(validate51, instancePath+"/lines/" + i1+"/after", texts[1]);
}
}
var valid7 = _errs49 === errors;
}
else {
var valid7 = true;
}
if(valid7){
if(data10.before !== undefined){
let data15 = data10.before;
const _errs51 = errors;
if(errors === _errs51){
if(typeof data15 === "string"){
if(data15.length > 1000 && [...data15].length > 1000){
return refuse(validate51, instancePath+"/lines/" + i1+"/before", texts[66]);
}
else {
if(data15.length < 1){
return refuse(validate51, instancePath+"/lines/" + i1+"/before", texts[14]);
}
}
}
else {
return refuse(validate51, instancePath+"/lines/" + i1+"/before", texts[1]);
}
}
var valid7 = _errs51 === errors;
}
else {
var valid7 = true;
}
}
}
}
}
}
}
else {
return refuse(validate51, instancePath+"/lines/" + i1, texts[12]);
}
}
var valid6 = _errs40 === errors;
if(!valid6){
break;
}
}
}
}
else {
return refuse(validate51, instancePath+"/lines", texts[18]);
}
}
var valid0 = _errs38 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.blocks !== undefined){
let data16 = data.blocks;
const _errs53 = errors;
if(errors === _errs53){
if(isTable(data16)){
for(const key5 in data16){
const _errs55 = errors;
if(errors === _errs55){
if(typeof key5 === "string"){
if(!pattern140.test(key5)){
vErrors = noted(vErrors, instancePath+"/blocks", "must match pattern \""+"^[A-Za-z0-9][A-Za-z0-9._:/-]*$"+"\"");
errors++;
}
else {
if(key5.length > 100 && [...key5].length > 100){
vErrors = noted(vErrors, instancePath+"/blocks", texts[55]);
errors++;
}
}
}
else {
vErrors = noted(vErrors, instancePath+"/blocks", texts[1]);
errors++;
}
}
var valid8 = _errs55 === errors;
if(!valid8){
vErrors = noted(vErrors, instancePath+"/blocks", texts[42]);
errors++;
validate51.errors = vErrors;
return false;
break;
}
}
if(valid8){
for(const key6 in data16){
let data17 = data16[key6];
const _errs58 = errors;
if(errors === _errs58){
if(typeof data17 === "string"){
if(data17.length > 1000000 && [...data17].length > 1000000){
return refuse(validate51, instancePath+"/blocks/" + key6.replace(/[~/]/g, escaped), texts[48]);
}
}
else {
return refuse(validate51, instancePath+"/blocks/" + key6.replace(/[~/]/g, escaped), texts[1]);
}
}
var valid9 = _errs58 === errors;
if(!valid9){
break;
}
}
}
}
else {
return refuse(validate51, instancePath+"/blocks", texts[12]);
}
}
var valid0 = _errs53 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.comment !== undefined){
let data18 = data.comment;
const _errs60 = errors;
if(errors === _errs60){
if(typeof data18 === "string"){
if(!pattern141.test(data18)){
return refuse(validate51, instancePath+"/comment", "must match pattern \""+"^[^\\s\\w]+$"+"\"");
}
else {
if(data18.length > 10 && [...data18].length > 10){
return refuse(validate51, instancePath+"/comment", texts[78]);
}
}
}
else {
return refuse(validate51, instancePath+"/comment", texts[1]);
}
}
var valid0 = _errs60 === errors;
}
else {
var valid0 = true;
}
if(valid0){
let data19 = data.owner;
const _errs62 = errors;
if(errors === _errs62){
if(typeof data19 === "string"){
if(!pattern28.test(data19)){
return refuse(validate51, instancePath+"/owner", "must match pattern \""+"^([A-Za-z_][A-Za-z0-9_.-]{0,31}\\$?|\\d{1,10})$"+"\"");
}
}
else {
return refuse(validate51, instancePath+"/owner", texts[1]);
}
}
var valid0 = _errs62 === errors;
if(valid0){
let data20 = data.group;
const _errs64 = errors;
if(errors === _errs64){
if(typeof data20 === "string"){
if(!pattern28.test(data20)){
return refuse(validate51, instancePath+"/group", "must match pattern \""+"^([A-Za-z_][A-Za-z0-9_.-]{0,31}\\$?|\\d{1,10})$"+"\"");
}
}
else {
return refuse(validate51, instancePath+"/group", texts[1]);
}
}
var valid0 = _errs64 === errors;
if(valid0){
let data21 = data.mode;
const _errs66 = errors;
if(!(((typeof data21 == "number") && (!(data21 % 1) && !isNaN(data21))) && (isFinite(data21)))){
return refuse(validate51, instancePath+"/mode", texts[3]);
}
if(errors === _errs66){
if((typeof data21 == "number") && (isFinite(data21))){
if(data21 > 4095 || isNaN(data21)){
return refuse(validate51, instancePath+"/mode", texts[49]);
}
else {
if(data21 < 0 || isNaN(data21)){
return refuse(validate51, instancePath+"/mode", texts[6]);
}
}
}
}
var valid0 = _errs66 === errors;
if(valid0){
if(data.validate !== undefined){
let data22 = data.validate;
const _errs68 = errors;
if(errors === _errs68){
if(Array.isArray(data22)){
if(data22.length > 256){
return refuse(validate51, instancePath+"/validate", texts[32]);
}
else {
if(data22.length < 1){
return refuse(validate51, instancePath+"/validate", texts[21]);
}
else {
var valid10 = true;
const len2 = data22.length;
for(let i2=0; i2<len2; i2++){
let data23 = data22[i2];
const _errs70 = errors;
if(errors === _errs70){
if(typeof data23 === "string"){
if(data23.length > 65536 && [...data23].length > 65536){
return refuse(validate51, instancePath+"/validate/" + i2, texts[17]);
}
}
else {
return refuse(validate51, instancePath+"/validate/" + i2, texts[1]);
}
}
var valid10 = _errs70 === errors;
if(!valid10){
break;
}
}
}
}
}
else {
return refuse(validate51, instancePath+"/validate", texts[18]);
}
}
var valid0 = _errs68 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
else {
return refuse(validate51, instancePath, texts[12]);
}
}
validate51.errors = vErrors;
return errors === 0;
}

export const params_group = validate52;
const schema62 = {"properties":{"name":0,"gid":0,"system":0}};
const pattern144 = new RegExp("^[a-z_][a-z0-9_-]*\\$?$", "u");

function validate52(data, {instancePath=""}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(isTable(data)){
if(data.system === undefined){
data.system = false;
}
let missing0;
if((data.name === undefined) && (missing0 = "name")){
return refuse(validate52, instancePath, lacking(missing0));
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(((key0 === "name") || (key0 === "gid")) || (key0 === "system"))){
return refuse(validate52, instancePath, texts[0]);
break;
}
}
if(_errs1 === errors){
if(data.name !== undefined){
let data0 = data.name;
const _errs2 = errors;
if(errors === _errs2){
if(typeof data0 === "string"){
if(!pattern144.test(data0)){
return refuse(validate52, instancePath+"/name", "must match pattern \""+"^[a-z_][a-z0-9_-]*\\$?$"+"\"");
}
else {
if(data0.length > 32 && [...data0].length > 32){
return refuse(validate52, instancePath+"/name", texts[79]);
}
}
}
else {
return refuse(validate52, instancePath+"/name", texts[1]);
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.gid !== undefined){
let data1 = data.gid;
const _errs4 = errors;
if(!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))){
return refuse(validate52, instancePath+"/gid", texts[3]);
}
if(errors === _errs4){
if((typeof data1 == "number") && (isFinite(data1))){
if(data1 > 4294967294 || isNaN(data1)){
return refuse(validate52, instancePath+"/gid", texts[80]);
}
else {
if(data1 < 0 || isNaN(data1)){
return refuse(validate52, instancePath+"/gid", texts[6]);
}
}
}
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
const _errs6 = errors;
if(typeof data.system !== "boolean"){
return refuse(validate52, instancePath+"/system", texts[19]);
}
var valid0 = _errs6 === errors;
}
}
}
}
}
else {
return refuse(validate52, instancePath, texts[12]);
}
}
validate52.errors = vErrors;
return errors === 0;
}

export const params_link = validate53;
const schema63 = {"properties":{"path":0,"target":0}};

function validate53(data, {instancePath=""}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(isTable(data)){
let missing0;
if(((data.path === undefined) && (missing0 = "path")) || ((data.target === undefined) && (missing0 = "target"))){
return refuse(validate53, instancePath, lacking(missing0));
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!((key0 === "path") || (key0 === "target"))){
return refuse(validate53, instancePath, texts[0]);
break;
}
}
if(_errs1 === errors){
if(data.path !== undefined){
let data0 = data.path;
const _errs2 = errors;
if(errors === _errs2){
if(typeof data0 === "string"){
if(!pattern27.test(data0)){
return refuse(validate53, instancePath+"/path", "must match pattern \""+"^\\/([^/\\0]+(\\/[^/\\0]+)*)?$"+"\"");
}
else {
if(data0.length > 4096 && [...data0].length > 4096){
return refuse(validate53, instancePath+"/path", texts[27]);
}
}
}
else {
return refuse(validate53, instancePath+"/path", texts[1]);
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.target !== undefined){
let data1 = data.target;
const _errs4 = errors;
if(errors === _errs4){
if(typeof data1 === "string"){
if(data1.length > 4095 && [...data1].length > 4095){
return refuse(validate53, instancePath+"/target", texts[81]);
}
else {
if(data1.length < 1){
return refuse(validate53, instancePath+"/target", texts[14]);
}
}
}
else {
return refuse(validate53, instancePath+"/target", texts[1]);
}
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
else {
return refuse(validate53, instancePath, texts[12]);
}
}
validate53.errors = vErrors;
return errors === 0;
}

export const params_package = validate54;
const schema64 = {"properties":{"name":0,"version":0,"hold":0,"start":0}};
const pattern146 = new RegExp("^[a-z0-9][a-z0-9+.-]*[a-z0-9+.](:[a-z0-9]+)?$", "u");
const pattern147 = new RegExp("^[A-Za-z0-9.+~:-]+$", "u");

function validate54(data, {instancePath=""}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(isTable(data)){
if(data.start === undefined){
data.start = true;
}
let missing0;
if((data.name === undefined) && (missing0 = "name")){
return refuse(validate54, instancePath, lacking(missing0));
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!((((key0 === "name") || (key0 === "version")) || (key0 === "hold")) || (key0 === "start"))){
return refuse(validate54, instancePath, texts[0]);
break;
}
}
if(_errs1 === errors){
if(data.name !== undefined){
let data0 = data.name;
const _errs2 = errors;
if(errors === _errs2){
if(typeof data0 === "string"){
if(!pattern146.test(data0)){
return refuse(validate54, instancePath+"/name", "must match pattern \""+"^[a-z0-9][a-z0-9+.-]*[a-z0-9+.](:[a-z0-9]+)?$"+"\"");
}
else {
if(data0.length > 200 && [...data0].length > 200){
return refuse(validate54, instancePath+"/name", texts[16]);
}
}
}
else {
return refuse(validate54, instancePath+"/name", texts[1]);
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.version !== undefined){
let data1 = data.version;
const _errs4 = errors;
if(errors === _errs4){
if(typeof data1 === "string"){
if(!pattern147.test(data1)){
return refuse(validate54, instancePath+"/version", "must match pattern \""+"^[A-Za-z0-9.+~:-]+$"+"\"");
}
else {
if(data1.length > 200 && [...data1].length > 200){
return refuse(validate54, instancePath+"/version", texts[16]);
}
}
}
else {
return refuse(validate54, instancePath+"/version", texts[1]);
}
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.hold !== undefined){
const _errs6 = errors;
if(typeof data.hold !== "boolean"){
return refuse(validate54, instancePath+"/hold", texts[19]);
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
if(valid0){
const _errs8 = errors;
if(typeof data.start !== "boolean"){
return refuse(validate54, instancePath+"/start", texts[19]);
}
var valid0 = _errs8 === errors;
}
}
}
}
}
}
else {
return refuse(validate54, instancePath, texts[12]);
}
}
validate54.errors = vErrors;
return errors === 0;
}

export const params_service = validate55;
const schema65 = {"properties":{"name":0,"enabled":0,"running":0,"restartOn":0,"reloadOn":0,"restart":0}};
const pattern149 = new RegExp("^([a-z][a-z0-9-]{0,62}\\.)?[a-z][a-zA-Z0-9]{0,40}:.+$", "u");

function validate55(data, {instancePath=""}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(isTable(data)){
let missing0;
if((data.name === undefined) && (missing0 = "name")){
return refuse(validate55, instancePath, lacking(missing0));
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!((((((key0 === "name") || (key0 === "enabled")) || (key0 === "running")) || (key0 === "restartOn")) || (key0 === "reloadOn")) || (key0 === "restart"))){
return refuse(validate55, instancePath, texts[0]);
break;
}
}
if(_errs1 === errors){
if(data.name !== undefined){
let data0 = data.name;
const _errs2 = errors;
if(errors === _errs2){
if(typeof data0 === "string"){
if(!pattern132.test(data0)){
return refuse(validate55, instancePath+"/name", "must match pattern \""+"^[A-Za-z0-9:_.\\\\@-]+$"+"\"");
}
else {
if(data0.length > 200 && [...data0].length > 200){
return refuse(validate55, instancePath+"/name", texts[16]);
}
}
}
else {
return refuse(validate55, instancePath+"/name", texts[1]);
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.enabled !== undefined){
const _errs4 = errors;
if(typeof data.enabled !== "boolean"){
return refuse(validate55, instancePath+"/enabled", texts[19]);
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.running !== undefined){
const _errs6 = errors;
if(typeof data.running !== "boolean"){
return refuse(validate55, instancePath+"/running", texts[19]);
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.restartOn !== undefined){
let data3 = data.restartOn;
const _errs8 = errors;
if(errors === _errs8){
if(Array.isArray(data3)){
var valid1 = true;
const len0 = data3.length;
for(let i0=0; i0<len0; i0++){
let data4 = data3[i0];
const _errs10 = errors;
if(errors === _errs10){
if(typeof data4 === "string"){
if(!pattern149.test(data4)){
return refuse(validate55, instancePath+"/restartOn/" + i0, "must match pattern \""+"^([a-z][a-z0-9-]{0,62}\\.)?[a-z][a-zA-Z0-9]{0,40}:.+$"+"\"");
}
else {
if(data4.length > 4200 && [...data4].length > 4200){
return refuse(validate55, instancePath+"/restartOn/" + i0, texts[45]);
}
}
}
else {
return refuse(validate55, instancePath+"/restartOn/" + i0, texts[1]);
}
}
var valid1 = _errs10 === errors;
if(!valid1){
break;
}
}
}
else {
return refuse(validate55, instancePath+"/restartOn", texts[18]);
}
}
var valid0 = _errs8 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.reloadOn !== undefined){
let data5 = data.reloadOn;
const _errs12 = errors;
if(errors === _errs12){
if(Array.isArray(data5)){
var valid2 = true;
const len1 = data5.length;
for(let i1=0; i1<len1; i1++){
let data6 = data5[i1];
const _errs14 = errors;
if(errors === _errs14){
if(typeof data6 === "string"){
if(!pattern149.test(data6)){
return refuse(validate55, instancePath+"/reloadOn/" + i1, "must match pattern \""+"^([a-z][a-z0-9-]{0,62}\\.)?[a-z][a-zA-Z0-9]{0,40}:.+$"+"\"");
}
else {
if(data6.length > 4200 && [...data6].length > 4200){
return refuse(validate55, instancePath+"/reloadOn/" + i1, texts[45]);
}
}
}
else {
return refuse(validate55, instancePath+"/reloadOn/" + i1, texts[1]);
}
}
var valid2 = _errs14 === errors;
if(!valid2){
break;
}
}
}
else {
return refuse(validate55, instancePath+"/reloadOn", texts[18]);
}
}
var valid0 = _errs12 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.restart !== undefined){
let data7 = data.restart;
const _errs16 = errors;
if(typeof data7 !== "string"){
return refuse(validate55, instancePath+"/restart", texts[1]);
}
if(!((data7 === "now") || (data7 === "later"))){
return refuse(validate55, instancePath+"/restart", texts[28]);
}
var valid0 = _errs16 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
else {
return refuse(validate55, instancePath, texts[12]);
}
}
validate55.errors = vErrors;
return errors === 0;
}

export const params_sysctl = validate56;
const schema66 = {"properties":{"name":0,"value":0}};
const pattern151 = new RegExp("^[A-Za-z0-9_-]+([./][A-Za-z0-9_:.-]+)+$", "u");
const pattern152 = new RegExp("^[^\\n\\r]*\\S[^\\n\\r]*$", "u");

function validate56(data, {instancePath=""}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(isTable(data)){
let missing0;
if(((data.name === undefined) && (missing0 = "name")) || ((data.value === undefined) && (missing0 = "value"))){
return refuse(validate56, instancePath, lacking(missing0));
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!((key0 === "name") || (key0 === "value"))){
return refuse(validate56, instancePath, texts[0]);
break;
}
}
if(_errs1 === errors){
if(data.name !== undefined){
let data0 = data.name;
const _errs2 = errors;
if(errors === _errs2){
if(typeof data0 === "string"){
if(!pattern151.test(data0)){
return refuse(validate56, instancePath+"/name", "must match pattern \""+"^[A-Za-z0-9_-]+([./][A-Za-z0-9_:.-]+)+$"+"\"");
}
else {
if(data0.length > 200 && [...data0].length > 200){
return refuse(validate56, instancePath+"/name", texts[16]);
}
}
}
else {
return refuse(validate56, instancePath+"/name", texts[1]);
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.value !== undefined){
let data1 = data.value;
const _errs4 = errors;
if(errors === _errs4){
if(typeof data1 === "string"){
if(!pattern152.test(data1)){
return refuse(validate56, instancePath+"/value", "must match pattern \""+"^[^\\n\\r]*\\S[^\\n\\r]*$"+"\"");
}
else {
if(data1.length > 4096 && [...data1].length > 4096){
return refuse(validate56, instancePath+"/value", texts[27]);
}
else {
if(data1.length < 1){
return refuse(validate56, instancePath+"/value", texts[14]);
}
}
}
}
else {
return refuse(validate56, instancePath+"/value", texts[1]);
}
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
else {
return refuse(validate56, instancePath, texts[12]);
}
}
validate56.errors = vErrors;
return errors === 0;
}

export const params_unit = validate57;
const schema67 = {"properties":{"name":0,"dropIn":0,"content":0}};
const pattern153 = new RegExp("^[A-Za-z0-9:_.\\\\@-]+\\.(service|socket|mount|automount|swap|target|path|timer|slice)$", "u");
const pattern154 = new RegExp("^[A-Za-z0-9_.-]+$", "u");

function validate57(data, {instancePath=""}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(isTable(data)){
let missing0;
if(((data.name === undefined) && (missing0 = "name")) || ((data.content === undefined) && (missing0 = "content"))){
return refuse(validate57, instancePath, lacking(missing0));
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(((key0 === "name") || (key0 === "dropIn")) || (key0 === "content"))){
return refuse(validate57, instancePath, texts[0]);
break;
}
}
if(_errs1 === errors){
if(data.name !== undefined){
let data0 = data.name;
const _errs2 = errors;
if(errors === _errs2){
if(typeof data0 === "string"){
if(!pattern153.test(data0)){
return refuse(validate57, instancePath+"/name", "must match pattern \""+"^[A-Za-z0-9:_.\\\\@-]+\\.(service|socket|mount|automount|swap|target|path|timer|slice)$"+"\"");
}
else {
if(data0.length > 200 && [...data0].length > 200){
return refuse(validate57, instancePath+"/name", texts[16]);
}
}
}
else {
return refuse(validate57, instancePath+"/name", texts[1]);
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.dropIn !== undefined){
let data1 = data.dropIn;
const _errs4 = errors;
if(errors === _errs4){
if(typeof data1 === "string"){
if(!pattern154.test(data1)){
return refuse(validate57, instancePath+"/dropIn", "must match pattern \""+"^[A-Za-z0-9_.-]+$"+"\"");
}
else {
if(data1.length > 200 && [...data1].length > 200){
return refuse(validate57, instancePath+"/dropIn", texts[16]);
}
}
}
else {
return refuse(validate57, instancePath+"/dropIn", texts[1]);
}
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.content !== undefined){
let data2 = data.content;
const _errs6 = errors;
if(errors === _errs6){
if(typeof data2 === "string"){
if(data2.length > 1000000 && [...data2].length > 1000000){
return refuse(validate57, instancePath+"/content", texts[48]);
}
}
else {
return refuse(validate57, instancePath+"/content", texts[1]);
}
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
else {
return refuse(validate57, instancePath, texts[12]);
}
}
validate57.errors = vErrors;
return errors === 0;
}

export const params_user = validate58;
const schema68 = {"properties":{"name":0,"uid":0,"group":0,"groups":0,"home":0,"shell":0,"system":0,"createHome":0}};

function validate58(data, {instancePath=""}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(isTable(data)){
if(data.system === undefined){
data.system = false;
}
let missing0;
if((data.name === undefined) && (missing0 = "name")){
return refuse(validate58, instancePath, lacking(missing0));
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!((((((((key0 === "name") || (key0 === "uid")) || (key0 === "group")) || (key0 === "groups")) || (key0 === "home")) || (key0 === "shell")) || (key0 === "system")) || (key0 === "createHome"))){
return refuse(validate58, instancePath, texts[0]);
break;
}
}
if(_errs1 === errors){
if(data.name !== undefined){
let data0 = data.name;
const _errs2 = errors;
if(errors === _errs2){
if(typeof data0 === "string"){
if(!pattern144.test(data0)){
return refuse(validate58, instancePath+"/name", "must match pattern \""+"^[a-z_][a-z0-9_-]*\\$?$"+"\"");
}
else {
if(data0.length > 32 && [...data0].length > 32){
return refuse(validate58, instancePath+"/name", texts[79]);
}
}
}
else {
return refuse(validate58, instancePath+"/name", texts[1]);
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.uid !== undefined){
let data1 = data.uid;
const _errs4 = errors;
if(!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))){
return refuse(validate58, instancePath+"/uid", texts[3]);
}
if(errors === _errs4){
if((typeof data1 == "number") && (isFinite(data1))){
if(data1 > 4294967294 || isNaN(data1)){
return refuse(validate58, instancePath+"/uid", texts[80]);
}
else {
if(data1 < 0 || isNaN(data1)){
return refuse(validate58, instancePath+"/uid", texts[6]);
}
}
}
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.group !== undefined){
let data2 = data.group;
const _errs6 = errors;
if(errors === _errs6){
if(typeof data2 === "string"){
if(!pattern144.test(data2)){
return refuse(validate58, instancePath+"/group", "must match pattern \""+"^[a-z_][a-z0-9_-]*\\$?$"+"\"");
}
else {
if(data2.length > 32 && [...data2].length > 32){
return refuse(validate58, instancePath+"/group", texts[79]);
}
}
}
else {
return refuse(validate58, instancePath+"/group", texts[1]);
}
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.groups !== undefined){
let data3 = data.groups;
const _errs8 = errors;
if(errors === _errs8){
if(Array.isArray(data3)){
if(data3.length > 100){
return refuse(validate58, instancePath+"/groups", texts[54]);
}
else {
var valid1 = true;
const len0 = data3.length;
for(let i0=0; i0<len0; i0++){
let data4 = data3[i0];
const _errs10 = errors;
if(errors === _errs10){
if(typeof data4 === "string"){
if(!pattern144.test(data4)){
return refuse(validate58, instancePath+"/groups/" + i0, "must match pattern \""+"^[a-z_][a-z0-9_-]*\\$?$"+"\"");
}
else {
if(data4.length > 32 && [...data4].length > 32){
return refuse(validate58, instancePath+"/groups/" + i0, texts[79]);
}
}
}
else {
return refuse(validate58, instancePath+"/groups/" + i0, texts[1]);
}
}
var valid1 = _errs10 === errors;
if(!valid1){
break;
}
}
}
}
else {
return refuse(validate58, instancePath+"/groups", texts[18]);
}
}
var valid0 = _errs8 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.home !== undefined){
let data5 = data.home;
const _errs12 = errors;
if(errors === _errs12){
if(typeof data5 === "string"){
if(!pattern27.test(data5)){
return refuse(validate58, instancePath+"/home", "must match pattern \""+"^\\/([^/\\0]+(\\/[^/\\0]+)*)?$"+"\"");
}
else {
if(data5.length > 4096 && [...data5].length > 4096){
return refuse(validate58, instancePath+"/home", texts[27]);
}
}
}
else {
return refuse(validate58, instancePath+"/home", texts[1]);
}
}
var valid0 = _errs12 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.shell !== undefined){
let data6 = data.shell;
const _errs14 = errors;
if(errors === _errs14){
if(typeof data6 === "string"){
if(!pattern27.test(data6)){
return refuse(validate58, instancePath+"/shell", "must match pattern \""+"^\\/([^/\\0]+(\\/[^/\\0]+)*)?$"+"\"");
}
else {
if(data6.length > 4096 && [...data6].length > 4096){
return refuse(validate58, instancePath+"/shell", texts[27]);
}
}
}
else {
return refuse(validate58, instancePath+"/shell", texts[1]);
}
}
var valid0 = _errs14 === errors;
}
else {
var valid0 = true;
}
if(valid0){
const _errs16 = errors;
if(typeof data.system !== "boolean"){
return refuse(validate58, instancePath+"/system", texts[19]);
}
var valid0 = _errs16 === errors;
if(valid0){
if(data.createHome !== undefined){
const _errs18 = errors;
if(typeof data.createHome !== "boolean"){
return refuse(validate58, instancePath+"/createHome", texts[19]);
}
var valid0 = _errs18 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
}
else {
return refuse(validate58, instancePath, texts[12]);
}
}
validate58.errors = vErrors;
return errors === 0;
}

function isTable(data) {
  return data && typeof data == "object" && !Array.isArray(data);
}
function escaped(character) {
  return character === '~' ? '~0' : '~1';
}
function lacking(name) {
  return "must have required property '" + name + "'";
}
function noted(errors, instancePath, message) {
  return [...(errors ?? []), { instancePath, message }];
}
function refuse(validator, instancePath, message) {
  validator.errors = [{ instancePath, message }];
  return false;
}
const texts = [
"must NOT have additional properties",
"must be string",
"must be equal to constant",
"must be integer",
"must be <= 9007199254740991",
"must be >= 1",
"must be >= 0",
"must be null",
"must match a schema in anyOf",
"must be <= 600000",
"must be >= 1000",
"must be number",
"must be object",
"must NOT have more than 64 characters",
"must NOT have fewer than 1 characters",
"must NOT have more than 200 items",
"must NOT have more than 200 characters",
"must NOT have more than 65536 characters",
"must be array",
"must be boolean",
"must NOT have more than 64 items",
"must NOT have fewer than 1 items",
"must NOT have more than 255 characters",
"must be <= 65535",
"must be <= 60000",
"must be >= 100",
"must NOT have more than 2048 characters",
"must NOT have more than 4096 characters",
"must be equal to one of the allowed values",
"must NOT have more than 256 characters",
"must NOT have more than 16 items",
"must NOT have more than 1024 characters",
"must NOT have more than 256 items",
"must NOT have more than 253 characters",
"value of tag \"ask\" must be in oneOf",
"tag \"ask\" must be string",
"must be <= 86400000",
"must NOT have more than 400 characters",
"must NOT have more than 8192 characters",
"must NOT have more than 32768 characters",
"value of tag \"type\" must be in oneOf",
"tag \"type\" must be string",
"property name must be valid",
"must NOT have more than 8 items",
"must NOT have more than 20000 items",
"must NOT have more than 4200 characters",
"must NOT have fewer than 3 characters",
"must NOT have more than 1000 items",
"must NOT have more than 1000000 characters",
"must be <= 4095",
"must be >= 10000",
"must be <= 1048576",
"must be <= 32767",
"must be <= 2678400000",
"must NOT have more than 100 items",
"must NOT have more than 100 characters",
"must NOT have more than 20 items",
"must be <= 599",
"must NOT have more than 50 items",
"must NOT have more than 200000 characters",
"must be <= 10",
"must be <= 100",
"must be <= 1099511627776",
"must be <= 1000000",
"must NOT have more than 20000 characters",
"must NOT have more than 5000 characters",
"must NOT have more than 1000 characters",
"must be >= -20",
"must NOT have more than 60 characters",
"must NOT have more than 30 characters",
"must be <= 10000",
"must NOT have more than 100000 characters",
"must be <= 3650",
"must be <= 3649",
"must be <= 604800000",
"must be <= 86400",
"must NOT have more than 8000000 characters",
"must NOT have more than 10000 characters",
"must NOT have more than 10 characters",
"must NOT have more than 32 characters",
"must be <= 4294967294",
"must NOT have more than 4095 characters",
];

export const messageTypes = ["welcome","acknowledge","plan","apply","cancel","question","command","gather","outputHeld","certificate","packs","goAway"];
export const params = { guardedFile: params_guardedFile, swap: params_swap, mount: params_mount, filesystem: params_filesystem, kernelModule: params_kernelModule, hugepages: params_hugepages, reboot: params_reboot, timer: params_timer, firewall: params_firewall, wait: params_wait, assert: params_assert, aptRepository: params_aptRepository, artifact: params_artifact, alternatives: params_alternatives, authorizedKey: params_authorizedKey, cron: params_cron, hostname: params_hostname, hostsEntry: params_hostsEntry, limits: params_limits, locale: params_locale, logRotate: params_logRotate, sudoers: params_sudoers, timezone: params_timezone, certificate: params_certificate, command: params_command, container: params_container, directory: params_directory, file: params_file, group: params_group, link: params_link, package: params_package, service: params_service, sysctl: params_sysctl, unit: params_unit, user: params_user };
