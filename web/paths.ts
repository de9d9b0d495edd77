/** Every address of the web, in one place. */
export const paths = {
  home: '/',
  signIn: '/sign-in',
  welcome: '/welcome',
  resetPassword: '/reset-password',
  invitation: (id: string) => `/invitations/${id}`,
  partnerDashboard: '/partner',
  notifications: '/notifications',
  account: '/account',
  newOrganization: '/organizations/new',
  workspace: (org: string) => `/w/${org}`,
  partners: (org: string) => `/w/${org}/settings/partners`,
}
