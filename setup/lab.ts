/**
 * What is built from source. Set-up asks for it here, and here alone, when PATH, what it downloaded before and the official downloads
 * have nothing: an operator whose machine reaches those never loads it.
 */
export async function lab() {
  return await import("../lab");
}
