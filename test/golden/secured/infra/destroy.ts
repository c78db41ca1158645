// Deletes all stacks of a stage, and then its functions at the edge, which outlive them (docs/edge-functions.md):
//   destroy [-c stage=<name>] [--force] [more options of `cdk destroy`]
import { spawn } from "node:child_process";
import { createInterface } from "node:readline/promises";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import {
  DeleteFunctionCommand,
  LambdaClient,
  ListTagsCommand,
  paginateListFunctions,
} from "@aws-sdk/client-lambda";
import { findStage, slug } from "./config.ts";

const minute = 60_000;
/** CloudFront takes its replicas back within hours ("Delete Lambda@Edge functions and replicas", developer guide). */
const pause = 5 * minute;
const patience = 8 * 60 * minute;

/** What happens outside of this process. */
export interface Tools {
  /** Asks on the terminal; undefined when there is none. */
  confirm(question: string): Promise<boolean | undefined>;
  /** Runs `cdk destroy --all` to its end; gives its exit code. */
  destroyStacks(argv: string[]): Promise<number>;
  /** Names of the functions at the edge of a stage that are still there. */
  edgeFunctions(stage: string): Promise<string[]>;
  deleteFunction(name: string): Promise<void>;
  wait(milliseconds: number): Promise<unknown>;
  say(text: string): void;
}

/** Deletes everything of a stage but its data; gives the exit code. */
export async function destroy(argv: string[], tools: Tools): Promise<number> {
  const stage = findStage(argv.map((word) => /^stage=(.+)$/.exec(word)?.[1]).find(Boolean)).name;
  if (!argv.includes("--force")) {
    const sure = await tools.confirm(`Delete all stacks of stage ${stage}? (y/n) `);
    if (sure === undefined) tools.say("Nobody can be asked here. Give --force to delete all stacks.");
    if (!sure) return sure === undefined ? 2 : 0;
  }
  const words = argv.filter((word) => word !== "--force");
  const code = await tools.destroyStacks([...words, "--force"]);
  return code === 0 ? deleteEdgeFunctions(stage, tools) : code;
}

async function deleteEdgeFunctions(stage: string, tools: Tools): Promise<number> {
  let left = await tools.edgeFunctions(stage);
  for (let waited = 0; ; waited += pause) {
    left = await withReplicas(left, tools);
    if (left.length === 0) return 0;
    if (waited === 0) {
      tools.say(
        `The stacks are gone. Lambda does not delete ${left.join(", ")} yet: CloudFront still has replicas in its Regions, and takes them back within some hours. ` +
          "This command asks again every 5 minutes. You may stop it with Ctrl-C: the functions cost nothing, and running it again goes on.",
      );
    }
    if (waited >= patience) {
      tools.say(`After ${patience / minute / 60} hours there still are replicas. Run this again tomorrow.`);
      return 1;
    }
    await tools.wait(pause);
  }
}

/** Deletes functions; gives those that cannot be deleted yet. */
async function withReplicas(names: string[], { deleteFunction, say }: Tools): Promise<string[]> {
  const left: string[] = [];
  for (const name of names) {
    try {
      await deleteFunction(name);
      say(`Deleted ${name}.`);
    } catch (error) {
      const { name: kind, message } = error as Error;
      if (kind === "ResourceNotFoundException") continue;
      if (!message.includes("replicated function")) throw error;
      left.push(name);
    }
  }
  return left;
}

function awsTools(): Tools {
  const lambda = new LambdaClient({ region: "us-east-1" });
  return {
    confirm: async (question) => {
      if (!process.stdin.isTTY) return undefined;
      const terminal = createInterface({ input: process.stdin, output: process.stdout });
      const answer = await terminal.question(question);
      terminal.close();
      return /^y(es)?$/i.test(answer.trim());
    },
    destroyStacks: (argv) =>
      new Promise((done, fail) => {
        const shell = process.platform === "win32";
        const cdk = spawn("cdk", ["destroy", "--all", ...argv], { stdio: "inherit", shell });
        cdk.once("error", fail);
        cdk.once("exit", (code) => done(code ?? 1));
      }),
    edgeFunctions: async (stage) => {
      const found: string[] = [];
      // CloudFormation begins their names with that of the stack, as far as there is room.
      const start = `${slug}-edge-${stage}`.slice(0, 20);
      for await (const { Functions = [] } of paginateListFunctions({ client: lambda }, {})) {
        for (const { FunctionName = "", FunctionArn } of Functions) {
          if (!FunctionName.startsWith(start)) continue;
          const { Tags = {} } = await lambda.send(new ListTagsCommand({ Resource: FunctionArn }));
          if (Tags.project === slug && Tags.stage === stage) found.push(FunctionName);
        }
      }
      return found;
    },
    deleteFunction: async (FunctionName) => {
      await lambda.send(new DeleteFunctionCommand({ FunctionName }));
    },
    wait: setTimeout,
    say: console.info,
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.exitCode = await destroy(process.argv.slice(2), awsTools());
}
