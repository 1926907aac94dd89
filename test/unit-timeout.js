// Jest takes a time limit for all projects together only: the fleet's is the common one, a unit test gets this.
import.meta.jest.setTimeout(60_000);
