import { renderSVG } from "uqr";

/** What an authenticator app has to be told, once. */
export interface Secret {
  /** Base32, to type in; apps take it with its spaces. */
  text: string;
  /** What an app on this device opens. */
  uri: string;
  /** The same as a QR code, for the `src` of an image. */
  qrCode: string;
}

/** Somebody's authenticator app, whose code the login page then asks for. What throws says why, in words for people. */
export interface Authenticator {
  /** A new secret; "on" when the login page asks for codes already. */
  open(): Promise<Secret | "on">;
  /** @param code what the app shows for the secret that was given last */
  turnOn(code: string): Promise<void>;
  turnOff(): Promise<void>;
}

export interface Account {
  user: string;
  cognitoUrl: string;
  /** One with the scope `aws.cognito.signin.user.admin`. */
  accessToken(): Promise<string>;
}

const wrongCode = "This code is not right. Wait for the next one that your app shows, and try again.";
const tooMany = "These were too many attempts. Wait some minutes, and try again.";
/** What people read in place of Cognito's words, by the name of the error. */
const messages: Record<string, string | undefined> = {
  CodeMismatchException: wrongCode,
  EnableSoftwareTokenMFAException: wrongCode,
  LimitExceededException: tooMany,
  NotAuthorizedException: "Your sign-in is over. Sign out, sign in again, and try again.",
  TooManyRequestsException: tooMany,
};

export function authenticatorOf({ user, cognitoUrl, accessToken }: Account): Authenticator {
  async function call(action: string, input: object = {}): Promise<Record<string, unknown>> {
    const body = JSON.stringify({ AccessToken: await accessToken(), ...input });
    const target = `AWSCognitoIdentityProviderService.${action}`;
    const headers = { "content-type": "application/x-amz-json-1.1", "x-amz-target": target };
    const response = await fetch(cognitoUrl, { method: "POST", headers, body }).catch((cause: unknown) => {
      throw new Error("Your account cannot be reached. Check your connection.", { cause });
    });
    const answer = await response.json();
    if (response.ok) return answer;
    const message = messages[String(answer.__type)] ?? String(answer.message ?? "Something went wrong.");
    throw new Error(message, { cause: answer });
  }
  const prefer = (on: boolean) =>
    call("SetUserMFAPreference", { SoftwareTokenMfaSettings: { Enabled: on, PreferredMfa: on } });

  return {
    open: async () => {
      const { UserMFASettingList: factors } = await call("GetUser");
      if (Array.isArray(factors) && factors.includes("SOFTWARE_TOKEN_MFA")) return "on";
      const { SecretCode } = await call("AssociateSoftwareToken");
      return secretOf(String(SecretCode), user);
    },
    turnOn: async (code) => {
      await call("VerifySoftwareToken", { UserCode: code, FriendlyDeviceName: "Authenticator app" });
      await prefer(true);
    },
    turnOff: async () => {
      await prefer(false);
    },
  };
}

function secretOf(secret: string, user: string): Secret {
  const issuer = location.hostname;
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(user)}`;
  const uri = `otpauth://totp/${label}?${new URLSearchParams({ secret, issuer })}`;
  return {
    text: secret.match(/.{1,4}/g)?.join(" ") ?? "",
    uri,
    qrCode: `data:image/svg+xml,${encodeURIComponent(renderSVG(uri, { border: 4 }))}`,
  };
}
