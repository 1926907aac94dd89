export { answerAsk } from './answer-ask.ts';
