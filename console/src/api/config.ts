type Config = { api: string };

/** One build serves every stage: the address of the API lies beside the console, not inside it. */
export async function loadConfig(): Promise<Config> {
  try {
    const response = await fetch('/config.json', { cache: 'no-store' });
    const config = (await response.json()) as Config;
    return { api: config.api.replace(/\/$/, '') };
  } catch (error) {
    if (import.meta.env.DEV) return { api: 'http://localhost:8010' };
    throw error;
  }
}
