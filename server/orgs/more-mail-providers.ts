/** Providers that are on neither of the lists that isPublicMail asks: of whole countries, for aliases, for privacy. In the order of letters. */
export const moreMailProviders = `
  012.net.il 139.com 189.cn 8alias.com 8shield.net 9online.fr a1.net aapt.net.au absamail.co.za adam.com.au addy.io
  addymail.com aikq.de aleeas.com amis.net amorki.pl anonaddy.com anonaddy.me aon.at atlas.cz atlas.sk au.com
  autistici.org autograf.pl autorambler.ru azet.sk bahnhof.se bbox.fr belgacom.net bezeqint.net biglobe.ne.jp
  bigmir.net bredband.net bredband2.com broadpark.no burnermail.io buziaczek.pl caiway.nl cantv.net casema.nl
  cegetel.net citromail.hu ciudad.com.ar clear.net.nz clix.pt comhem.se countermail.com ctemplar.com dbmail.com
  delfi.lv digikabel.hu dion.ne.jp dir.bg disroot.org dnainternet.net dralias.com dreamwiz.com duck.com eastlink.ca
  eclipso.de eclipso.eu eim.ae elisanet.fi emirates.net.ae entelchile.net erine.email etb.net.co euskaltel.net ewe.net
  ewetel.net fastmail.com fastmail.net fastwebnet.it firemail.de frisurf.no getmail.no glocalnet.net go2.pl green.ch
  hanmir.com hinet.net hispeed.ch hkbn.net hol.gr htp-tel.de hushmail.me iafrica.com iki.fi in.com in.gr inbox.lt
  indamail.hu indigo.ie indosat.net.id inet.fi inet.hr inode.at interia.eu internet.is internet.ru inventati.org
  iol.ie iol.pt jazztel.es jubii.dk kabelbw.de kabsi.at kakao.com keemail.me kolabnow.com kolumbus.fi kpnplanet.nl
  lenta.ru lineone.net liwest.at lyse.net mail.bg mail.de mail.dk mail.tele.dk mailer.me mailfence.com mailo.com
  meo.pt meta.ua mnet-online.de mozmail.com mts.net mweb.co.za mynet.com myrambler.ru neostrada.pl net.hr netcabo.pt
  netcologne.de neti.ee netvigator.com nifty.com noos.fr numericable.fr ocn.ne.jp ofir.dk one.lv onet.eu online.ee
  online.nl online.no onmail.com ono.com op.pl orange.be orange.es orange.pl orange.ro orange.sk orangemail.sk
  orcon.net.nz osnanet.de otenet.gr pacific.net.sg pandora.be paradise.net.nz passfwd.com passinbox.com passmail.com
  passmail.net passport.com pchome.com.tw pec.it plala.or.jp plus.com plus.net plusnet.com posteo.de posteo.net
  proximus.be ptt.cc quick.cz quickline.ch quicknet.nl rdslink.ro rediff.com relay.firefox.com riseup.net
  romtelecom.ro sasktel.net saunalahti.fi scarlet.be seed.net.tw silomails.com simnet.is simplelogin.co
  simplelogin.com simplelogin.fr sina.com.cn siol.net skiff.com slingshot.co.nz slmail.me slmails.com smart-mail.de
  so-net.ne.jp sohu.com solcon.nl soverin.net spectrum.net spoko.pl starhub.net.sg start.no startmail.com stofanet.dk
  stonline.sk streamyx.com suddenlink.net sunrise.ch suomi24.fi superig.com.br superonline.com swipnet.se
  swissonline.ch t-2.net t-com.hr takas.lt tdcadsl.dk tele2.at tele2.nl tele2.se telefonica.net telepac.pt telfort.nl
  telia.com telkomsa.net telusplanet.net terra.com.mx tesco.net tlen.pl tm.net.my ttmail.com ttnet.net.tr turk.net
  tut.by tuta.com tuta.io tutamail.com tutanota.com tutanota.de tvcabo.pt une.net.co unitybox.de unitymedia.de
  upcmail.hu upcmail.nl utanet.at vipmail.hu vivaldi.net vodafone.co.nz vodafone.de vodafone.ie vodafone.it
  vodafonemail.de vodamail.co.za volja.net vollbio.de volny.cz vp.pl vsnl.net vtr.net webspeed.dk welho.com wo.cn
  xmail.ru xs4all.nl youmail.dk zeelandnet.nl zen.co.uk ziggo.nl zoznam.sk`
  .trim()
  .split(/\s+/)
