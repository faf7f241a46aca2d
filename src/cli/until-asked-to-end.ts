/** Resolves at SIGINT or SIGTERM. A second one ends the process as usual. */
export async function untilAskedToEnd(): Promise<void> {
  await new Promise<void>((resolve) => {
    const end = () => {
      process.off("SIGINT", end).off("SIGTERM", end);
      resolve();
    };
    process.on("SIGINT", end).on("SIGTERM", end);
  });
}
