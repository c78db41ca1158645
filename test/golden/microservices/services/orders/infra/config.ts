import { type Stage, slug } from "@shared/constructs/config.ts";

export { type Stage, slug };

/** Part of every stack name: a renamed service is a new one, with empty tables. */
export const service = "orders";

/** Commands take the first stage, or the one named by `-c stage=<name>`. Each may be in an account of its own. */
export const stages: Stage[] = [
  {
    name: "dev",
    region: "eu-west-1",
    subdomain: "dev",
    alarmsEmail: "",
    deletionProtection: false,
  },
  {
    name: "prod",
    region: "eu-west-1",
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
