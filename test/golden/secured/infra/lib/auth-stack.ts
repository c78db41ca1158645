import { type App, CfnOutput, Lazy, Stack, Token } from "aws-cdk-lib";
import {
  CfnUserPoolClient,
  CfnUserPoolResourceServer,
  ManagedLoginVersion,
  type UserPool,
} from "aws-cdk-lib/aws-cognito";
import type { Construct } from "constructs";
import { type Stage, slug } from "../config.ts";
import { giveLoginPage, loginPrefix, loginUrl } from "./login.ts";
import { firstReturnUrl } from "./return-url.ts";
import { stackProps } from "./stack-props.ts";
import { userPool } from "./user-pool.ts";
import { clientSettings, setClient } from "./user-pool-client.ts";

/** The stack of the user pool of a stage; made when it is first asked for. */
export function authStack(scope: Construct, stage: Stage): AuthStack {
  const app = scope.node.root as App;
  const id = `${slug}-auth-${stage.name}`;
  return (app.node.tryFindChild(id) as AuthStack | undefined) ?? new AuthStack(app, id, stage);
}

/** Who may sign in, the page on which they do, and the client of that page for which tokens are issued. */
export class AuthStack extends Stack {
  readonly userPool: UserPool;
  /** Who the tokens say has issued them. */
  readonly issuer: string;
  /** Address of the login page, without trailing slash. */
  readonly loginUrl: string;
  readonly clientId: string;
  private readonly client: CfnUserPoolClient;
  private readonly scopesOfServices = new Map<string, Set<string>>();
  private returnUrl: string;
  private ownScopes = ["openid", "email", "profile"];

  constructor(app: App, id: string, stage: Stage) {
    super(app, id, stackProps(stage, "Sign-in"));
    this.userPool = userPool(this, stage);
    const { userPoolId } = this.userPool;
    this.issuer = this.userPool.userPoolProviderUrl;
    this.loginUrl = loginUrl(this, stage);
    this.returnUrl = firstReturnUrl(this.loginUrl);
    const domain = this.userPool.addDomain("Domain", {
      cognitoDomain: { domainPrefix: loginPrefix(this, stage) },
      managedLoginVersion: ManagedLoginVersion.NEWER_MANAGED_LOGIN,
    });
    this.client = new CfnUserPoolClient(this, "Client", {
      userPoolId,
      ...clientSettings(this.scopes(), Lazy.string({ produce: () => this.returnUrl })),
    });
    this.clientId = this.client.ref;
    giveLoginPage(this, "Branding", { userPoolId, clientId: this.clientId }).node.addDependency(domain);
    new CfnOutput(this, "UserPoolId", { value: userPoolId });
    new CfnOutput(this, "LoginUrl", { value: this.loginUrl });
    new CfnOutput(this, "ClientId", { value: this.clientId });
  }

  /** Lets access tokens carry a scope, such as `orders/read`. */
  addScope(scope: string): void {
    const [service = "", name = ""] = scope.split("/");
    const names = this.scopesOfServices.get(service) ?? this.addService(service);
    names.add(name);
  }

  /**
   * Lets the login page send people back to a site, whose pages set up authenticator apps with the tokens that it gives:
   * the login page itself does so only where everybody has to. `scope` is a stack that comes after the site.
   */
  returnTo(scope: Construct, siteUrl: string): void {
    this.ownScopes = [...this.ownScopes, "aws.cognito.signin.user.admin"];
    if (!Token.isUnresolved(siteUrl)) {
      this.returnUrl = siteUrl;
      return;
    }
    // The name that CloudFront makes up is known only after the API, which needs the client.
    const { userPool, clientId } = this;
    setClient(scope, { userPool, clientId, settings: clientSettings(this.scopes(), siteUrl) });
  }

  private addService(service: string): Set<string> {
    const names = new Set<string>();
    this.scopesOfServices.set(service, names);
    const scopes = { produce: () => [...names].sort().map((name) => scopeProperty(service, name)) };
    const server = new CfnUserPoolResourceServer(this, `Scopes-${service}`, {
      userPoolId: this.userPool.userPoolId,
      identifier: service,
      name: service,
      scopes: Lazy.any(scopes),
    });
    this.client.addResourceDependency(server);
    return names;
  }

  /** All scopes that were added by the time of the synthesis. */
  private scopes(): string[] {
    const produce = () =>
      [...this.scopesOfServices].flatMap(([service, names]) =>
        [...names].sort().map((name) => `${service}/${name}`),
      );
    return Lazy.list({ produce: () => [...this.ownScopes, ...produce()] });
  }
}

function scopeProperty(service: string, scopeName: string) {
  return { scopeName, scopeDescription: `${scopeName} ${service}` };
}
