// Prints an access token for the API of the `dev` that runs, of somebody in dev/config.ts:
//   node --import tsx dev/token.ts [e-mail address [URL of the console page]]
import { fileURLToPath } from "node:url";
import { type Running, signIn } from "../test/login.ts";
import config from "./config.ts";

/** What the console page knows (`<console>/api/...`). */
interface Overview {
  endpoint: string;
  sites: { kind: string; url: string }[];
}
type Resources = { type: string; region: string }[];

/** Signs in on the login page of a local cloud as a browser does. Throws when there is no such person. */
export async function tokenOf(email: string, consoleUrl: string): Promise<string> {
  const person = config.users.find((user) => user.email === email);
  if (!person) throw new Error(`${email} is not in dev/config.ts.`);
  const { endpoint, sites } = await view<Overview>(consoleUrl, "overview");
  const pool = (await view<Resources>(consoleUrl, "resources")).find(
    ({ type }) => type === "AWS::Cognito::UserPool",
  );
  const login = sites.find(({ kind }) => kind === "login")?.url ?? "";
  const running: Running = {
    endpoint,
    env: {
      AWS_REGION: pool?.region ?? "",
      AWS_ACCESS_KEY_ID: "developer",
      AWS_SECRET_ACCESS_KEY: "developer",
    },
    url: () => login,
  };
  return (await signIn(running, person)).access_token;
}

async function view<T>(consoleUrl: string, name: string): Promise<T> {
  const response = await fetch(`${consoleUrl}/api/${name}`).catch((cause: unknown) => {
    throw new Error(`Nothing answers at ${consoleUrl}. Does "dev" run?`, { cause });
  });
  if (!response.ok) throw new Error(`${consoleUrl} answered ${response.status}.`);
  return (await response.json()) as T;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [email = "editor@example.com", consoleUrl = "http://127.0.0.1:4550/__local"] = process.argv.slice(2);
  console.info(await tokenOf(email, consoleUrl));
}
