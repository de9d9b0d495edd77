/**
 * Mail providers where everybody can have an address (SPEC O3): being in such a domain says nothing about where one works.
 * The large ones; a name below one of these counts as well.
 */
const providers = new Set(
  `126.com 163.com aim.com aol.com aol.de arcor.de att.net bellsouth.net bigpond.com bluewin.ch bol.com.br btinternet.com
  centrum.cz charter.net comcast.net cox.net daum.net disroot.org duck.com earthlink.net email.com email.cz email.it
  fastmail.com fastmail.fm foxmail.com free.fr freenet.de gmail.com gmx.at gmx.ch gmx.com gmx.de gmx.net googlemail.com
  hanmail.net hey.com hotmail.co.uk hotmail.com hotmail.de hotmail.es hotmail.fr hotmail.it hushmail.com icloud.com
  inbox.lv inbox.ru interia.pl juno.com kolumbus.fi laposte.net libero.it list.ru live.co.uk live.com live.de live.fr
  live.nl mac.com mail.com mail.de mail.ee mail.ru mailbox.org mailfence.com mailinator.com me.com msn.com naver.com
  netscape.net nifty.com o2.pl onet.pl op.pl optonline.net orange.fr outlook.com outlook.de outlook.es outlook.fr
  passport.com pm.me posteo.de proton.me protonmail.ch protonmail.com qq.com rediffmail.com riseup.net rocketmail.com
  runbox.com sapo.pt sbcglobal.net seznam.cz sfr.fr shaw.ca sina.com sky.com sohu.com startmail.com sympatico.ca
  t-online.de telenet.be telia.com terra.com.br tin.it tiscali.it tuta.com tuta.io tutamail.com tutanota.com tutanota.de
  ukr.net uol.com.br verizon.net virgilio.it virginmedia.com walla.co.il wanadoo.fr web.de wp.pl yahoo.ca yahoo.co.in
  yahoo.co.jp yahoo.co.uk yahoo.com yahoo.com.au yahoo.com.br yahoo.de yahoo.es yahoo.fr yahoo.it yandex.com yandex.ru
  yeah.net ymail.com zoho.com zohomail.com`.split(/\s+/),
)

export function isPublicMail(domain: string): boolean {
  const labels = domain.split('.')
  return labels.some((_, index) => providers.has(labels.slice(index).join('.')))
}
