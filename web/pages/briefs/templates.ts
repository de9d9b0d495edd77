import type { z } from 'zod'
import type { BriefKind, QuestionType } from '../../../shared/briefs.ts'

type TemplateQuestion = {
  text: string
  type: z.infer<typeof QuestionType>
  choices?: string[]
  required?: boolean
}

export type Template = {
  id: string
  name: string
  kind: BriefKind
  description: string
  requirements: string
  questions: TemplateQuestion[]
}

/** Where one could begin. Lines in brackets are for the author to fill in. */
export const templates: Template[] = [
  {
    id: 'staffing-platform',
    name: 'RFI: staffing platform',
    kind: 'rfi',
    description: `Why we ask
[What is missing today, and since when.]

What the platform should do
[Which roles, at which places, how many shifts or people a month.]

Who will work with it
[Teams, and how many people in each.]`,
    requirements: `Must have
- [Such as: shifts can be booked and filled on the same day.]

Good to have
- [Such as: works with our scheduling system.]`,
    questions: [
      { text: 'Which roles and regions do you cover today?', type: 'text', required: true },
      { text: 'How many workers are active on your platform in our regions?', type: 'number', required: true },
      { text: 'How long does it take on average to fill a shift, in hours?', type: 'number' },
      {
        text: 'Who employs the workers?',
        type: 'choice',
        choices: ['You', 'A partner agency', 'They are self-employed', 'Differs by country'],
        required: true,
      },
      { text: 'Can your platform exchange data with our scheduling system?', type: 'yes_no' },
      { text: 'Are you certified for information security, such as ISO 27001 or SOC 2?', type: 'yes_no' },
      { text: 'How is your service priced, and what is not included?', type: 'text', required: true },
    ],
  },
  {
    id: 'employer-of-record',
    name: 'RFP: employer of record in several countries',
    kind: 'rfp',
    description: `Our situation
[Who we are, and why we hire where we have no company of our own.]

Whom you would employ
[Countries, roles, and how many people in each, now and in a year.]

What happens after this
[When we decide, who decides, and what the contract would look like.]`,
    requirements: `Must have
- Employment by a company of your own in each of the countries.
- Payroll, taxes and social security in the local currency, every month.
- [What else cannot be missing.]

Good to have
- [Such as: equipment, work permits, local benefits.]`,
    questions: [
      {
        text: 'In which of these countries do you employ through a company of your own, and where through partners?',
        type: 'text',
        required: true,
      },
      {
        text: 'How many days does it take from the signed offer to the first working day?',
        type: 'number',
        required: true,
      },
      { text: 'How many people do you employ for customers today?', type: 'number' },
      {
        text: 'How do you charge?',
        type: 'choice',
        choices: ['A fixed fee for each person', 'A percentage of the salary', 'Both'],
        required: true,
      },
      { text: 'Is a deposit needed before somebody starts?', type: 'yes_no', required: true },
      { text: 'Can you apply for work and residence permits?', type: 'yes_no' },
      { text: 'How do you end an employment, and what does it cost us?', type: 'text', required: true },
    ],
  },
  {
    id: 'contractors',
    name: 'Brief: contractors for one project',
    kind: 'brief',
    description: `The project
[What will be there at its end, and who needs it.]

Whom we look for
[How many people, with which skills, for how many days a week.]

How we work
[Place or remote, time zone, language, tools.]`,
    requirements: `Must have
- [Skills, and years of practice.]

Good to have
- [What would make somebody a better choice.]`,
    questions: [
      { text: 'Whom would you propose, and why?', type: 'text', required: true },
      { text: 'How many of them could start on the day named here?', type: 'number', required: true },
      {
        text: 'Where would they work?',
        type: 'choice',
        choices: ['At our place', 'Remotely', 'Both'],
        required: true,
      },
      { text: 'Do you replace somebody who leaves, at no cost?', type: 'yes_no' },
    ],
  },
  {
    id: 'managed-service',
    name: 'RFP: managed service provider',
    kind: 'rfp',
    description: `Our programme today
[How many temporary workers and suppliers, what we spend in a year, who looks after it.]

What we want to hand over
[From requests to invoices: which steps stay with us, which become yours.]

What happens after this
[When we decide, who decides, and when the service starts.]`,
    requirements: `Must have
- One contact for our managers, in our working hours.
- Rules for suppliers that are the same for all of them, including your own.
- [What else cannot be missing.]

Good to have
- [Such as: projects by statement of work, freelancers that we know.]`,
    questions: [
      { text: 'Describe a programme of this size that you run today.', type: 'text', required: true },
      { text: 'How many weeks do you need before the first order?', type: 'number', required: true },
      {
        text: 'Who pays you?',
        type: 'choice',
        choices: ['The suppliers', 'We do', 'Both share it'],
        required: true,
      },
      { text: 'Do you also supply workers yourselves?', type: 'yes_no', required: true },
      { text: 'Do you bring a system of your own, or work in ours?', type: 'text' },
      { text: 'Which figures do you report, and how often?', type: 'text', required: true },
    ],
  },
  {
    id: 'background-checks',
    name: 'RFI: background checks and onboarding',
    kind: 'rfi',
    description: `Whom we check
[Roles, countries, how many people a month.]

What we check today
[Which checks, by whom, and how long they take.]`,
    requirements: `Must have
- Consent of the person, and deletion after a period that we name.
- [Which checks, in which countries.]`,
    questions: [
      { text: 'Which checks do you offer in the countries named here?', type: 'text', required: true },
      { text: 'How many working days does a complete check take?', type: 'number', required: true },
      {
        text: 'Where are personal data kept?',
        type: 'choice',
        choices: ['In the European Union', 'In the United Kingdom', 'Elsewhere'],
        required: true,
      },
      { text: 'Can a person take a check with them to their next assignment?', type: 'yes_no' },
      { text: 'What does a check cost, and what raises the price?', type: 'text', required: true },
    ],
  },
]
