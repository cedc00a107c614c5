"""What tells a challenge, a refusal, a consent wall and a paywall from the page that was asked for: tables only.

Vendors' machinery and words that any site may use; no site's name.
"""

from __future__ import annotations

CHALLENGE = "not the page itself: "  # what the notes begin with
PAYWALL = "paywall: "
SENDS_ON = "the page sends readers on to "
MAX_SENDS_ON = 30  # seconds; later a page has been read first
MAX_CHALLENGE_WORDS = 200  # of visible text: a page with more says something of its own
MAX_CONSENT_WORDS = 600
SHORT_BODY = 150  # words, from which a locked article shows more than its beginning

# What stands in scripts, addresses, ids and classes of a challenge, lower case, and whose it is. Not what the
# same vendors put into every page they serve.
CHALLENGE_MACHINERY = (
    ("_cf_chl_opt", "Cloudflare's challenge script"),
    ("/orchestrate/chl_", "Cloudflare's challenge script"),
    ("/orchestrate/jsch/", "Cloudflare's challenge script"),
    ("/orchestrate/captcha/", "Cloudflare's challenge script"),
    ("__cf_chl_", "Cloudflare's challenge form"),
    ("cf-challenge", "Cloudflare's challenge form"),
    ("cf-error-details", "Cloudflare's refusal"),
    ("captcha-delivery.com", "DataDome's captcha"),
    ("px-captcha", "PerimeterX's captcha"),
    ("_incapsula_resource?cwudnsai", "Incapsula's challenge"),
    ("incident_id=", "Incapsula's challenge"),
    ("sec-if-cpt-container", "Akamai's challenge"),
    ("bm-verify=", "Akamai's challenge"),
    ("awswafintegration", "AWS WAF's challenge"),
    ("gokuprops", "AWS WAF's challenge"),
    ("/.well-known/sgcaptcha", "a captcha of the host"),
    ("/cmd/anubis/", "Anubis's challenge"),
    ("anubis_challenge", "Anubis's challenge"),
    ("sucuri_cloudproxy", "Sucuri's challenge"),
    ("ddos-guard/js-challenge", "DDoS-Guard's challenge"),
    ("slowaes.decrypt", "a cookie challenge"),
    ("kpsdk", "Kasada's challenge"),
    ("/_vercel/security", "Vercel's challenge"),
)
# Of widgets that also guard comment forms: they count only where hardly anything else is on the page.
CAPTCHA_WIDGETS = (
    "g-recaptcha",
    "h-captcha",
    "cf-turnstile",
    "smartcaptcha",
    "smart-captcha",
    "geetest",
    "captcha",
)
MAX_WIDGET_WORDS = 80
REFRESH_TARGET = r"challenge|captcha|bm-verify|/verify(?:[/?]|$)|bot-?check|consent|cookie-?wall"

# Whole titles, or what of them stands before the site's name; flat: letters and digits, lower case.
CHALLENGE_TITLES = """
Just a moment | One moment, please | Attention required | Attention Required! Cloudflare | Access denied
Access to this page has been denied
Access to this page has been denied because we believe you are using automation tools | You have been blocked
Sorry, you have been blocked | Request blocked | Request rejected | Forbidden | 403 Forbidden | Error 403
403 Access denied | Are you a robot | Are you human | Are you a human | Robot check | Robot or human
Bot verification | Human verification | Captcha | Verify you are human | Verifying you are human
Verify you are a human | Security check | Security checkpoint | Vercel Security Checkpoint
Security verification | Making sure you're not a bot | Checking your browser
Checking your browser before accessing | DDoS protection | DDoS-Guard | Please wait | Please stand by
Pardon our interruption | Unusual traffic | Too many requests | Please verify you are a human
Please enable cookies | Please enable JavaScript | Client challenge | Site verification | Zugriff verweigert
Zugriff nicht erlaubt | Einen Moment bitte | Nur einen Moment | Sicherheitsüberprüfung | Sind Sie ein Mensch
Sind Sie ein Roboter | Zugang verweigert | Bitte warten | Accès refusé | Accès interdit | Un instant
Un instant s'il vous plaît | Un moment | Vérification de sécurité | Êtes-vous un robot | Veuillez patienter
Acceso denegado | Un momento | Un momento por favor | Verificación de seguridad | No soy un robot
Espere por favor | Acesso negado | Um momento | Só um momento | Verificação de segurança | Aguarde
Accesso negato | Un attimo | Attendere prego | Verifica di sicurezza | Toegang geweigerd | Een moment
Even geduld | Beveiligingscontrole | Åtkomst nekad | Ett ögonblick | Adgang nægtet | Ingen tilgang
Odmowa dostępu | Chwileczkę | Proszę czekać | Přístup odepřen | Okamžik | Hozzáférés megtagadva | Egy pillanat
Erişim engellendi | Erişim reddedildi | Bir dakika lütfen | Lütfen bekleyin | Güvenlik kontrolü
Доступ запрещён | Доступ запрещен | Доступ ограничен | Один момент | Подождите | Пожалуйста подождите
Проверка браузера | Проверка безопасности | Вы не робот | Подтвердите, что вы не робот | Доступ заборонено
Зачекайте | Хандалт хориглогдсон | Хандах эрхгүй | Нэвтрэх эрхгүй | Түр хүлээнэ үү | Хүн эсэхээ батална уу
Та робот биш гэдгээ батална уу | 请稍候 | 请稍等 | 访问被拒绝 | 拒绝访问 | 禁止访问 | 安全验证 | 人机验证 | 安全检查
請稍候 | 拒絕存取 | 存取被拒
しばらくお待ちください | アクセスが拒否されました | アクセス拒否
ロボットではないことを確認 | セキュリティチェック
잠시만 기다리십시오 | 잠시만 기다려 주세요 | 접근이 거부되었습니다
액세스가 거부되었습니다 | 보안 확인 | تم رفض الوصول | انتظر لحظة | دسترسی ممنوع | גישה נדחתה | Truy cập bị từ chối
Akses ditolak | ไม่มีสิทธิ์เข้าถึง
"""
# Sentences of such pages, lower case, white space collapsed.
CHALLENGE_SENTENCES = (
    "enable javascript and cookies to continue",
    "please enable js and disable any ad blocker",
    "checking if the site connection is secure",
    "needs to review the security of your connection",
    "checking your browser before accessing",
    "verify you are human by completing the action below",
    "verify that you are not a robot",
    "please verify you are a human",
    "press & hold to confirm you are a human",
    "our systems have detected unusual traffic",
    "as you were browsing something about your browser made us think you were a bot",
    "you don't have permission to access",
    "you do not have permission to access",
    "the requested url was rejected",
    "request unsuccessful. incapsula incident id",
    "access to this page has been denied because we believe",
    "подтвердите, что запросы отправляли вы, а не робот",
    "bestätigen sie, dass sie ein mensch sind",
    "vérifiez que vous êtes humain",
    "verifique que es un ser humano",
    "робот биш гэдгээ",
)
CONSENT_TITLES = """
Before you continue | Before you continue to the site | Your privacy choices | Your privacy
We value your privacy | Privacy settings | Privacy Gate | Cookie consent | Cookie wall | Consent
Cookie settings | Consent required | Bevor Sie fortfahren | Bevor Sie weitergehen | Zustimmung | Ihre Zustimmung
Datenschutzeinstellungen | Cookie-Einstellungen | Mit Werbung weiterlesen | Privatsphäre-Einstellungen
Avant de continuer | Vos choix de confidentialité | Paramètres de confidentialité | Antes de continuar
Tu privacidad | Prima di continuare | Voordat je verdergaat | Je privacy | Privacyinstellingen
Innan du fortsätter | Прежде чем продолжить | Үргэлжлүүлэхийн өмнө | 続行する前に | 在继续之前
"""
CONSENT_ADDRESS = (
    r"(?:^|[/.=_-])(?:consent|zustimmung|cookie-?wall|cookie-?consent|privacy-?(?:gate|wall)|gdpr)"
    r"(?:[/.?_-]|$)"
)
# What its button says; flat.
CONSENT_BUTTONS = """
Accept | Accept all | Accept all cookies | Accept and continue | Accept cookies | I accept | I agree | Agree
Agree to all | Agree and continue | Yes, I agree | Allow all | Consent | Alle akzeptieren | Akzeptieren
Akzeptieren und weiter | Zustimmen | Alle zustimmen | Einwilligen | Zustimmen und weiter | Einverstanden
Ich stimme zu | Tout accepter | Accepter | Accepter et continuer | Accepter & continuer | J'accepte | Aceptar
Aceptar todo | Aceptar y continuar | Aceitar | Aceitar tudo | Accetta | Accetta tutto | Accetta e continua
Akkoord | Alles accepteren | Ja, ik ga akkoord | Godkänn | Godkänn alla | Godta alle | Accepter alle | Hyväksy
Hyväksy kaikki | Akceptuję | Zaakceptuj wszystko | Souhlasím | Kabul et | Tümünü kabul et | Принять
Принять все
Прийняти | Зөвшөөрөх | Бүгдийг зөвшөөрөх | 同意 | 全部接受 | 同意する | すべて同意 | 동의 | 모두 동의
"""
# meta elements that state how an article is offered, and the values that mean: not for everybody.
TIER_NAMES = ("article:content_tier", "og:article:content_tier", "content_tier", "article:content-tier")
LOCKED_TIERS = frozenset({"locked", "metered", "premium", "paid", "subscriber", "subscribers"})
