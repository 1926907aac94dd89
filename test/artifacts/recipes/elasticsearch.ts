import type { Recipe } from '../recipe.ts';

/** The server with bin, config and security; without a JDK and without most modules. Needs Java 17. */
export const elasticsearch: Recipe = {
  from: 'maven file',
  file: 'elasticsearch-8.19.21.zip',
  coordinates: 'org.elasticsearch.distribution.integ-test-zip:elasticsearch:8.19.21:zip',
  sha256: '215d5f3dbf0609a149f6218a9e47b6ae2df34ebbff3c5754e35f15a5e5393c8a',
};

/** The same of OpenSearch. Apache-2.0. */
export const opensearch: Recipe = {
  from: 'maven file',
  file: 'opensearch-2.19.6.zip',
  coordinates: 'org.opensearch.distribution.integ-test-zip:opensearch:2.19.6:zip',
  sha256: '71d6d8b1c637f3faecda0752b184b1cc526fc6eaad59ec1408c6327bb00b9293',
};
