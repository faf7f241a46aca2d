import { InvalidArgumentError } from "commander";

/** @throws {InvalidArgumentError} which names the option */
export function wholeNumber(text: string): number {
  const number = Number(text);
  if (text.trim() === "" || !Number.isSafeInteger(number) || number < 0)
    throw new InvalidArgumentError("It must be a whole number.");
  return number;
}
