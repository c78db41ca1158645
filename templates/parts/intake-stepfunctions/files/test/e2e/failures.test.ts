import {
  ListExecutionsCommand,
  ListStateMachinesCommand,
  SFNClient,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type LocalCloud, startLocal } from "../../dev/local-cloud.mjs";
import { redrive } from "../../infra/redrive.ts";
import { breakKey } from "./broken-key.ts";
import { draft, ordersClient } from "./orders-client.ts";

let local: LocalCloud;
let client: SFNClient;
let stateMachineArn: string;
beforeAll(async () => {
  // Five tries within a second rather than within minutes.
  local = await startLocal({ port: 0, config: { stepFunctions: { retryMs: 2 } } });
  const { AWS_REGION, AWS_ACCESS_KEY_ID = "", AWS_SECRET_ACCESS_KEY = "" } = local.env;
  client = new SFNClient({
    endpoint: local.endpoint,
    region: AWS_REGION,
    credentials: { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY },
  });
  const { stateMachines = [] } = await client.send(new ListStateMachinesCommand());
  stateMachineArn = stateMachines[0]?.stateMachineArn ?? "";
});
afterAll(async () => {
  client?.destroy();
  await local?.close();
});

const { settled, recovered } = ordersClient(() => local);

/** Starts an execution for an order as API Gateway does. */
function store(id: string, key: string) {
  const input = JSON.stringify({ id, key, acceptedAt: 1767323045678, order: draft });
  return client.send(new StartExecutionCommand({ stateMachineArn, input }));
}

async function failedOnes() {
  const listed = await client.send(new ListExecutionsCommand({ stateMachineArn, statusFilter: "FAILED" }));
  return listed.executions?.length;
}

describe("an order that fails five times", () => {
  const id = "0b6f4a1e-6c1f-4a43-9d5c-0f6f1c7a9b21";
  const another = "5f0c2a9e-9a55-4f0e-8a3c-0d4a2f4b7c11";
  let mend: () => Promise<void>;

  it("fails its execution, and other orders are processed", async () => {
    mend = await breakKey(local, "broken");
    await store(id, "broken");
    await store(another, "whole");
    await settled(another);
    await vi.waitFor(async () => expect(await failedOnes()).toBe(1), { timeout: 30_000, interval: 100 });
    expect(await settled(id)).toMatchObject({ id, status: "failed", failure: { status: 500 } });
  }, 60_000);

  it("is processed after a redrive, once its cause is gone", async () => {
    await mend();
    expect(await redrive(client, stateMachineArn)).toBe(1);
    await vi.waitFor(async () => expect(await failedOnes()).toBe(0), { timeout: 30_000, interval: 100 });
    expect((await recovered(id)).createdAt).toBe("2026-01-02T03:04:05.678Z");
  }, 60_000);
});
