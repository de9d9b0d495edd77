import nodemailer, { type NodemailerError, type SendMailOptions } from 'nodemailer'
import { canonicalEmail } from '../../shared/email.ts'
import { oneLine } from './plain.ts'

export type OutgoingMail = {
  /** The one stored address, in its canonical form. */
  to: string
  subject: string
  html: string
  text: string
  /** The same at every attempt, so that a mail that was sent twice is seen once. */
  messageId: string
  /** Where one click switches mails of this kind off (RFC 8058); absent for those that cannot be switched off. */
  unsubscribeUrl?: string
}

export type MailTransport = { send(mail: OutgoingMail): Promise<void>; close(): void }

/** This mail will never be taken: trying again is useless, and somebody should see that it failed. */
export class PermanentMailError extends Error {}

/**
 * Sends over the server of `SMTP_URL`, which also says how: `smtps://` or `?requireTLS=true` insist on encryption.
 *
 * `send` answers when the server has taken the mail. What it throws says what to do:
 * - `PermanentMailError`: the server refused this mail for good (5xx to MAIL FROM, RCPT TO or DATA), or the address is not one
 *   that we send to. Not tried again.
 * - any other error: try again later. 4xx (greylisting, 421), refused or dropped connections, timeouts, names that do not
 *   resolve, TLS failures. Also what is wrong with our own set-up, because an operator will repair it and the mail should
 *   then go out: 5xx to greeting, EHLO or login, and the replies that ask for a login or for encryption (530, 534, 535, 538).
 */
export function openTransport(smtpUrl: string, from: string, { timeoutSeconds = 10 } = {}): MailTransport {
  const milliseconds = timeoutSeconds * 1000
  const transporter = nodemailer.createTransport({
    url: smtpUrl,
    pool: true,
    // Once more, and only where not a byte of the mail had left: the server may close an idle connection at any time.
    maxRequeues: 1,
    connectionTimeout: milliseconds,
    greetingTimeout: milliseconds,
    socketTimeout: milliseconds,
    dnsTimeout: milliseconds,
    // Nothing in a mail may make us read a file or fetch an address.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    async send(mail) {
      const message = compose(from, mail)
      // The timeouts above begin anew with every byte, so a server that trickles is stopped by this one.
      const signal = AbortSignal.timeout(3 * milliseconds)
      await transporter.sendMail({ ...message, signal }).catch((error) => {
        throw isPermanent(error) ? new PermanentMailError(error.message, { cause: error }) : error
      })
    },
    close: () => transporter.close(),
  }
}

/** The message as the library takes it: addresses as objects, so that no text is ever parsed for more recipients (ABUSE 15, 27). */
export function compose(from: string, mail: OutgoingMail): SendMailOptions {
  if (canonicalEmail(mail.to) !== mail.to) throw new PermanentMailError('The address is not one canonical address.')
  return {
    from: { name: 'Human Cloud', address: from },
    to: { name: '', address: mail.to },
    envelope: { from, to: [mail.to] },
    subject: oneLine(mail.subject),
    text: mail.text,
    html: mail.html,
    messageId: oneLine(mail.messageId),
    headers: {
      // RFC 3834: no out-of-office note answers this, so no loop can begin.
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      ...(mail.unsubscribeUrl && {
        'List-Unsubscribe': `<${oneLine(mail.unsubscribeUrl)}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      }),
    },
  }
}

const ourSetUp = new Set([530, 534, 535, 538])

function isPermanent(error: NodemailerError): boolean {
  const aboutTheMail = ['MAIL FROM', 'RCPT TO', 'DATA'].includes(error.command ?? '')
  return aboutTheMail && error.permanent === true && !ourSetUp.has(error.responseCode ?? 0)
}
