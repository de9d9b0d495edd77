/** Every address of the web, in one place. */
export const paths = {
  home: '/',
  signIn: '/sign-in',
  welcome: '/welcome',
  resetPassword: '/reset-password',
  invitation: (id: string) => `/invitations/${id}`,
  partnerDashboard: '/partner',
  notifications: '/notifications',
  notificationPreferences: '/notifications/preferences',
  account: '/account',
  goodbye: '/goodbye',
  requests: '/requests',
  request: (id: string) => `/requests/${id}`,
  newOrganization: '/organizations/new',
  workspace: (org: string) => `/w/${org}`,
  shortlists: (org: string) => `/w/${org}/shortlists`,
  shortlist: (org: string, id: string) => `/w/${org}/shortlists/${id}`,
  compareShortlist: (org: string, id: string) => `/w/${org}/shortlists/${id}/compare`,
  briefs: (org: string) => `/w/${org}/briefs`,
  brief: (org: string, id: string) => `/w/${org}/briefs/${id}`,
  briefPreview: (org: string, id: string) => `/w/${org}/briefs/${id}/preview`,
  briefResponses: (org: string, id: string) => `/w/${org}/briefs/${id}/responses`,
  notes: (org: string) => `/w/${org}/notes`,
  trash: (org: string) => `/w/${org}/trash`,
  solutions: (org: string) => `/w/${org}/solutions`,
  solution: (org: string, slug: string) => `/w/${org}/solutions/${slug}`,
  savedSolutions: (org: string) => `/w/${org}/saved-solutions`,
  partners: (org: string) => `/w/${org}/settings/partners`,
  audit: (org: string) => `/w/${org}/settings/audit`,
  members: (org: string) => `/w/${org}/settings/members`,
  /** Below the team, whose entry of the menu it belongs to. */
  mailFailures: (org: string) => `/w/${org}/settings/members/mail-failures`,
  organizationSettings: (org: string) => `/w/${org}/settings/organization`,
}

/** The same page of a workspace by another address of it. */
export const movedTo = (href: string, org: string): string => href.replace(/^\/w\/[^/?#]+/, `/w/${org}`)
