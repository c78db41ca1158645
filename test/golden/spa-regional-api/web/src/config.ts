/** What differs between stages. It is read at run time, so that one build serves them all. */
export interface Config {
  /** Where the orders API answers; empty when it is on the site's own domain. */
  apiBaseUrl: string;
}

export async function loadConfig<C extends Config>(): Promise<C> {
  const response = await fetch("/config.json");
  if (!response.ok) throw new Error(`config.json: ${response.status}`);
  return response.json();
}
