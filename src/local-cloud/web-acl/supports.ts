import type { SupportTable } from '../contract.ts';
import { unevaluatedStatements } from './evaluate.ts';

/** Types of AWS WAF, for the rooms that web ACLs stand before: REST APIs and distributions. */
export const webAclSupports: SupportTable = {
  'AWS::WAFv2::IPSet': { inert: ['Tags', 'Description', 'IPAddressVersion', 'Name', 'Scope'] },
  'AWS::WAFv2::LoggingConfiguration': {},
  'AWS::WAFv2::RegexPatternSet': { inert: ['Tags', 'Description', 'Name', 'Scope'] },
  'AWS::WAFv2::RuleGroup': {
    inert: ['Tags', 'Capacity', 'Description', 'Rules.VisibilityConfig', 'VisibilityConfig'],
  },
  'AWS::WAFv2::WebACL': {
    inert: ['Tags', 'Description', 'Name', 'Rules.VisibilityConfig', 'Scope', 'VisibilityConfig'],
    ignored: Object.fromEntries(
      unevaluatedStatements.map((name) => [`Rules.Statement.${name}`, 'matches no request here']),
    ),
  },
  'AWS::WAFv2::WebACLAssociation': {},
};
