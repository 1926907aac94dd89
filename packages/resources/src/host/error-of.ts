/** What went wrong, where something did: for work of which a part is to be finished before its error is thrown. */
export async function errorOf(work: () => Promise<void>): Promise<{ readonly error: unknown } | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return { error };
  }
}
