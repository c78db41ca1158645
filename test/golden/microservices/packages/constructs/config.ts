/** First part of every stack name: a renamed project is a new one, with empty tables. */
export const slug = "golden-shop";

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
