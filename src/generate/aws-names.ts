/** Regions that take the resources of every pattern; `aws-cn` and `aws-us-gov` have other endpoints and are left out. */
const regionShape =
  /^(af|ap|ca|eu|il|me|mx|sa|us)-(central|north|south|east|west|northeast|northwest|southeast|southwest)-[1-9]$/;

/** Faults of an AWS Region name. */
export function regionFaults(region: string): string[] {
  return regionShape.test(region)
    ? []
    : [`"${region}" is not the name of an AWS Region. Give one such as eu-west-1 or us-east-1.`];
}

const label = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/;

/** Faults of a domain name; an empty one means none. */
export function domainFaults(domain: string): string[] {
  if (domain === '') return [];
  const labels = domain.split('.');
  const good =
    domain.length <= 253 &&
    labels.length >= 2 &&
    labels.every((part) => label.test(part)) &&
    /[a-z]/.test(labels.at(-1) ?? '');
  return good
    ? []
    : [
        `"${domain}" is not a domain name. Give one in lower case without scheme or path, such as shop.example.com.`,
      ];
}

/** Faults of a Route 53 hosted zone id (Route 53 API reference: up to 32 characters); an empty one means none. */
export function hostedZoneFaults(id: string): string[] {
  return id === '' || /^Z[A-Z0-9]{1,31}$/.test(id)
    ? []
    : [`"${id}" is not the id of a hosted zone. It starts with Z, as in Z0123456789ABCDEFGHIJ.`];
}

/** Faults of an e-mail address; an empty one means none. */
export function emailFaults(address: string): string[] {
  return address === '' ||
    (/^[^\s@,;<>"']+@[^\s@,;<>"']+\.[^\s@.,;<>"']+$/.test(address) && address.length <= 254)
    ? []
    : [`"${address}" is not an e-mail address. Give one such as alarms@example.com.`];
}

/** Faults of one stage name. */
export function stageFaults(stage: string): string[] {
  return /^[a-z][a-z0-9]{0,9}$/.test(stage)
    ? []
    : [`"${stage}" is not a stage name. Use up to 10 lower-case letters and digits, starting with a letter.`];
}
