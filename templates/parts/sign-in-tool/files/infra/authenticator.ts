// Adds an authenticator app to your account, as the second factor that the login page then asks for:
//   node --import tsx infra/authenticator.ts <UserPoolId> <ClientId> <e-mail address>
// Both ids are outputs of the auth stack. The login page itself offers this only where a pool demands a second factor.
import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { AuthenticationDetails, CognitoUser, CognitoUserPool } from "amazon-cognito-identity-js";

export interface Account {
  userPoolId: string;
  clientId: string;
  email: string;
  /** The one of the login page; it never leaves this process (SRP). */
  password: string;
}

/**
 * Makes an authenticator app the second factor of an account. `ask` is given the secret for the app, in Base32, and gives
 * the six digits that the app then shows. Throws when Cognito refuses the password or the code.
 */
export async function addAuthenticator(
  { userPoolId, clientId, email, password }: Account,
  ask: (secret: string) => Promise<string>,
): Promise<void> {
  const pool = { UserPoolId: userPoolId, ClientId: clientId, endpoint: process.env.AWS_ENDPOINT_URL };
  const user = new CognitoUser({ Username: email, Pool: new CognitoUserPool(pool) });
  await signIn(user, new AuthenticationDetails({ Username: email, Password: password }));
  const secret = await new Promise<string>((done, onFailure) => {
    user.associateSoftwareToken({ associateSecretCode: done, onFailure });
  });
  const code = await ask(secret);
  await new Promise((onSuccess, onFailure) => {
    user.verifySoftwareToken(code, "Authenticator app", { onSuccess, onFailure });
  });
  await new Promise<void>((done, fail) => {
    const preferred = { Enabled: true, PreferredMfa: true };
    user.setUserMfaPreference(null, preferred, (error) => (error ? fail(error) : done()));
  });
}

function signIn(user: CognitoUser, details: AuthenticationDetails): Promise<unknown> {
  return new Promise((onSuccess, onFailure) => {
    const refuse = (why: string) => () => onFailure(new Error(why));
    user.authenticateUser(details, {
      onSuccess,
      onFailure,
      newPasswordRequired: refuse("Sign in on the login page first: it asks for a password of your own."),
      totpRequired: refuse("This account has an authenticator app already."),
    });
  });
}

/** What an app reads from a QR code; many also take the secret as it is. */
export function keyUri(issuer: string, email: string, secret: string): string {
  const query = new URLSearchParams({ secret, issuer });
  return `otpauth://totp/${encodeURIComponent(issuer)}:${encodeURIComponent(email)}?${query}`;
}

/** Asks without showing what is typed. */
async function askHidden(question: string): Promise<string> {
  process.stderr.write(question);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  const answer = await lines.question("");
  lines.close();
  process.stderr.write("\n");
  return answer;
}

async function askFor(question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await lines.question(question);
  lines.close();
  return answer.trim();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [userPoolId, clientId, email] = process.argv.slice(2);
  if (userPoolId && clientId && email) {
    const password = await askHidden(`Password of ${email}: `);
    await addAuthenticator({ userPoolId, clientId, email, password }, (secret) => {
      console.info(`Add this to your authenticator app:\n${secret}\n${keyUri(userPoolId, email, secret)}`);
      return askFor("Code that it shows: ");
    });
    console.info("From now on the login page asks for a code of the app.");
  } else {
    console.error(
      "Name the user pool and its client, the outputs UserPoolId and ClientId of the auth stack, and yourself.",
    );
    process.exitCode = 2;
  }
}
