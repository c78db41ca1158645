// Signs you in on the login page, in your browser, and prints an access token for the API:
//   node --import tsx infra/sign-in.ts <LoginUrl> <ClientId>
// Both are outputs of the auth stack.
import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { firstReturnUrl } from "./lib/return-url.ts";

/** Waits for the browser to come back, and changes the code that it brings for a token. */
export async function signIn(
  loginUrl: string,
  clientId: string,
  show: (url: string) => void,
): Promise<string> {
  const redirectUri = `${firstReturnUrl(loginUrl)}/signed-in`;
  const [state, verifier] = [randomBytes(16), randomBytes(32)].map((bytes) => bytes.toString("base64url"));
  const server = createServer();
  server.listen(Number(new URL(redirectUri).port), "localhost");
  await once(server, "listening");
  try {
    const challenge = createHash("sha256").update(String(verifier)).digest("base64url");
    const query = {
      client_id: clientId,
      response_type: "code",
      redirect_uri: redirectUri,
      state: String(state),
    };
    const pkce = { code_challenge: challenge, code_challenge_method: "S256" };
    show(`${loginUrl}/oauth2/authorize?${new URLSearchParams({ ...query, ...pkce })}`);
    for (;;) {
      const [request, response] = await once(server, "request");
      response.end("You may close this page.\n");
      const answer = new URL(request.url, redirectUri).searchParams;
      // Whoever else calls this port knows no state.
      if (answer.get("state") !== state) continue;
      const code = answer.get("code");
      if (!code) throw new Error(`The login page says: ${answer.get("error") ?? "nothing"}.`);
      const grant = { grant_type: "authorization_code", client_id: clientId, redirect_uri: redirectUri };
      const tokens = await fetch(`${loginUrl}/oauth2/token`, {
        method: "POST",
        body: new URLSearchParams({ ...grant, code, code_verifier: String(verifier) }),
      });
      const { access_token, error } = (await tokens.json()) as { access_token?: string; error?: string };
      if (!access_token) throw new Error(`The login page gives no token: ${error}.`);
      return access_token;
    }
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [loginUrl, clientId] = process.argv.slice(2);
  if (loginUrl && clientId) {
    console.info(await signIn(loginUrl, clientId, (url) => console.error(`Open in your browser:\n${url}`)));
  } else {
    console.error("Name the login page and the client: the outputs LoginUrl and ClientId of the auth stack.");
    process.exitCode = 2;
  }
}
