import { functionsIn, invokedByApis, type Rule, resources } from "./rule.ts";

export const invokePermission: Rule = {
  id: "invoke-permission",
  description: "An API leads to a function that it may not invoke: its callers would get 500.",
  fix: "Make the integration with the CDK's construct for it, or add an AWS::Lambda::Permission.",
  find: (template) => {
    const permitted = invokedByApis(template);
    return resources(template, "AWS::ApiGatewayV2::Integration", "AWS::ApiGateway::Method")
      .filter(([, { Properties }]) => {
        const target = Properties?.IntegrationUri ?? Properties?.Integration?.Uri;
        return functionsIn(template, target).some((id) => !permitted.includes(id));
      })
      .map(([id]) => id);
  },
};
