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
  members: (org: string) => `/w/${org}/settings/members`,
  organizationSettings: (org: string) => `/w/${org}/settings/organization`,
}

/** The same page of a workspace by another address of it. */
export const movedTo = (href: string, org: string): string => href.replace(/^\/w\/[^/?#]+/, `/w/${org}`)
