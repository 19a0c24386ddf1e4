// Where Entra and Graph are, in each of Azure's clouds, and the template of the application that is not in the gallery.

export interface Cloud {
  /** Where people sign in, without a slash at the end. */
  readonly authority: string;
  readonly graph: string;
  /** Only applications made of this template can have a provisioning job. */
  readonly template: string;
  /** The page of an enterprise application is below it. */
  readonly portal: string;
}

export const PUBLIC: Cloud = {
  authority: 'https://login.microsoftonline.com',
  graph: 'https://graph.microsoft.com',
  template: '8adf8e6e-67b2-4cf2-a259-e3dc5476c621',
  portal: 'https://entra.microsoft.com',
};

export const CLOUDS: Readonly<Record<string, Cloud>> = {
  public: PUBLIC,
  usgov: {
    authority: 'https://login.microsoftonline.us',
    graph: 'https://graph.microsoft.us',
    template: '4602d0b4-76bb-404b-bca9-2652e1a39c6d',
    portal: 'https://entra.microsoft.us',
  },
  china: {
    authority: 'https://login.partner.microsoftonline.cn',
    graph: 'https://microsoftgraph.chinacloudapi.cn',
    template: '5a532e38-1581-4918-9658-008dc27c1d68',
    portal: 'https://entra.microsoftonline.cn',
  },
};
