import { certificateRegion } from "./certificate-region.ts";
import { continuousDeployment } from "./continuous-deployment.ts";
import { edgeAssociations } from "./edge-associations.ts";
import { edgeFunctions } from "./edge-functions.ts";
import { functionLimits } from "./function-limits.ts";
import { invokePermission } from "./invoke-permission.ts";
import { statefulRetention } from "./stateful-retention.ts";
import { tableRecovery } from "./table-recovery.ts";

/** What every synth checks. */
export const rules = [
  tableRecovery,
  statefulRetention,
  functionLimits,
  invokePermission,
  certificateRegion,
  edgeFunctions,
  edgeAssociations,
  continuousDeployment,
];
