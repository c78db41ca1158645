/** Stands for the rendered infra/config.ts when templates are type-checked where they lie. */
export interface Stage {
  name: string;
  region: string;
  account?: string;
  domain?: Domain;
  subdomain: string;
  alarmsEmail: string;
  deletionProtection: boolean;
  callers?: Record<string, string[]>;
}

export interface Domain {
  name: string;
  hostedZoneId: string;
}

export declare const slug: string;
export declare const endpoint: "regional" | "edge";
export declare const stages: Stage[];
export declare function findStage(name: string | undefined): Stage;
