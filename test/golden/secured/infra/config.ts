/** What differs between the deployments of this project. */
export interface Stage {
  /** Part of every stack name: a renamed stage is a new one, with empty tables. */
  name: string;
  region: string;
  /** AWS account id. Without it, the account of the credentials that run the CDK. */
  account?: string;
  /** Custom domain. Without it, AWS's own URLs stay. */
  domain?: Domain;
  /** Where the stage lives below the custom domain: `dev` stands for `dev.example.com`, nothing for the domain itself. */
  subdomain: string;
  /** Gets the alarms once AWS's first e-mail is confirmed. When empty, alarms show in CloudWatch alone. */
  alarmsEmail: string;
  /** Refuses to delete the stacks and their tables. Either way a table outlives its stack. */
  deletionProtection: boolean;
}

export interface Domain {
  /** The registered domain, for example `example.com`. */
  name: string;
  /** Its Route 53 hosted zone. When empty, DNS is elsewhere and the README says which records to add there. */
  hostedZoneId: string;
}

/** First part of every stack name: a renamed project is a new one, with empty tables. */
export const slug = "golden-shop";

/** `edge` puts a CloudFront distribution of AWS's own before the API. */
export const endpoint: "regional" | "edge" = "regional";

/** For a domain of your own: `{ name: "example.com", hostedZoneId: "Z..." }`. */
const domain: Domain | undefined = undefined;

/** Commands take the first stage, or the one named by `-c stage=<name>`. */
export const stages: Stage[] = [
  {
    name: "dev",
    region: "eu-west-1",
    domain,
    subdomain: "dev",
    alarmsEmail: "",
    deletionProtection: false,
  },
  {
    name: "prod",
    region: "eu-west-1",
    domain,
    subdomain: "",
    alarmsEmail: "",
    deletionProtection: true,
  },
];

/** The stage of a name; the first one without a name. */
export function findStage(name: string | undefined): Stage {
  const stage = name === undefined ? stages[0] : stages.find((candidate) => candidate.name === name);
  if (stage) return stage;
  const names = stages.map((candidate) => candidate.name).join(", ");
  throw new Error(`infra/config.ts has no stage "${name}". It has ${names}.`);
}
