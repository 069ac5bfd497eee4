import { matches, toLowerCase } from '../../../shared/privacy/natives.ts'
import { wordsOf } from '../../../shared/privacy/secret-names.ts'

/** What an input, textarea or select asks for, as far as it matters for masking. */
export type FieldKind =
  'password' | 'card' | 'code' | 'identity' | 'email' | 'hidden' | 'file' | 'button' | 'choice' | 'plain'

/** What is known of a field: its attributes, and what stands beside it. Empty where there is nothing. */
export interface FieldFacts {
  type: string
  autocomplete: string
  /** name, id, data-testid and the like: identifiers. */
  names: string[]
  /** aria-label, placeholder, title: texts for people. */
  labels: string[]
}

/** Kinds whose values are masked whatever the level. Email fields are, unless the rules say otherwise. */
export function isSensitive(kind: FieldKind, maskEmails: boolean): boolean {
  return kind === 'email' ? maskEmails : kind !== 'plain' && kind !== 'button' && kind !== 'choice'
}

/** Kinds that follow from what the page declares, and that no rule of a site's own lifts. */
export function isDeclared({ type, autocomplete }: FieldFacts): boolean {
  return (
    type === 'password' ||
    type === 'hidden' ||
    type === 'file' ||
    matches(SENSITIVE_AUTOCOMPLETE, autocomplete)
  )
}

/** Autofill field names of HTML (4.10.18.7). */
const SENSITIVE_AUTOCOMPLETE = /(?:^|\s)(?:cc-[a-z-]+|one-time-code|(?:new|current)-password)(?:\s|$)/i

/** What a field asks for, by its type, its autocomplete attribute, its names and its labels; the first that says so. */
export function fieldKind(facts: FieldFacts): FieldKind {
  const type = toLowerCase(facts.type)
  if (type === 'password' || type === 'hidden' || type === 'file') return type
  if (type === 'submit' || type === 'button' || type === 'reset' || type === 'image') return 'button'
  const declared = kindOfAutocomplete(facts.autocomplete)
  if (declared) return declared
  if (type === 'checkbox' || type === 'radio') return 'choice'
  const named = kindOfTexts(facts.names) ?? kindOfTexts(facts.labels)
  return named ?? (type === 'email' ? 'email' : 'plain')
}

function kindOfAutocomplete(autocomplete: string): FieldKind | null {
  if (autocomplete === '') return null
  if (matches(/(?:^|\s)cc-[a-z]/i, autocomplete)) return 'card'
  if (matches(/(?:^|\s)one-time-code(?:\s|$)/i, autocomplete)) return 'code'
  if (matches(/(?:^|\s)(?:new|current)-password(?:\s|$)/i, autocomplete)) return 'password'
  return matches(/(?:^|\s)email(?:\s|$)/i, autocomplete) ? 'email' : null
}

/** What the first of `texts` that says so asks for. */
export function kindOfTexts(texts: string[]): FieldKind | null {
  for (let i = 0; i < texts.length; i++) {
    const text = texts[i]!
    const kind = text === '' || text.length > MAX_TEXT ? null : kindOfWords(wordsOf(text))
    if (kind) return kind
  }
  return null
}

/** A longer text is an explanation, not a name. */
const MAX_TEXT = 120

/** What `words` (as `wordsOf` makes them) ask for; null when nothing that is masked. */
export function kindOfWords(words: string): FieldKind | null {
  if (matches(PASSWORD, words)) return 'password'
  if (matches(CARD, words)) return 'card'
  if (matches(IDENTITY, words)) return 'identity'
  if (matches(CODE, words)) return 'code'
  return matches(EMAIL, words) ? 'email' : null
}

const PASSWORD =
  /passwor[dt]|passwd|passphrase|kennwort|contrase(?:ñ|n)a|mot_de_passe|_senha_|wachtwoord|_has(?:ł|l)o_|lösenord|_salasana_|_parola_|пароль|密码|密碼|パスワード|비밀번호|_pwd|pwd_|_pass_|_(?:api|access|secret|private|license)_?key_|_(?:api|access|auth|secret)_?token_|_client_?secret_|recovery_(?:phrase|key)|seed_phrase/

const CARD =
  /_(?:card|cc|creditcard|debitcard|kreditkarten?|carte|tarjeta|kaart)_?(?:number|num|no|nr|nummer|pan|data|details|cvv2?|cvc2?|csc|code|exp|expiry|expires|expiration|expdate|expmonth|expyear|month|year|holder|owner|name)_|(?:credit|debit|bank)_?card|cardnumber|ccnumber|cardnum_|ccnum_|kreditkarte|kartennummer|kartenprüf|cardholder|card_holder|name_on_(?:the_)?card|n[uú]m[eé]ro_(?:de_)?(?:la_)?(?:tarjeta|carta|carte)|_cvv2?_|_cvc2?_|_csc_|_pan_|card_?(?:security|verification)|_security_code_|_prüfziffer_|cryptogramme|_mm_(?:yy|jj|aa)(?:yy|jj|aa)?_|_valid_thru_/

const IDENTITY =
  /_ssn_?\d?_|social_?security|socialsecurity|sozialversicherung|national_?(?:id|insurance|identity)|_nino_|_tax_?(?:id|number|no|payer_id)_|_tin_|_itin_|steuer_?(?:id|nummer|identifikation)|passport_?(?:no|number|nr|num|id)?_|reisepass|personalausweis|ausweisnummer|driv(?:er|ers|ing)_(?:s_)?licen[cs]e|_iban_|_bic_?iban_|bank_?account|account_?(?:number|num|no|nr)_|kontonummer|routing_?(?:number|no)_|_aba_|sort_?code|_bsn_|_cpf_|_dni_|_nif_|codice_fiscale|aadhaar|_pesel_|medicare_?(?:no|number)/

const CODE =
  /_(?:otp|totp|hotp|2fa|mfa|tan|pin)_|_otp_?(?:code|input)?_?\d*_|one_?time|two_?factor|verification_?code|_sms_?code_|auth(?:entication|enticator)?_?code|security_?code|sicherheitscode|bestätigungscode|pin_?(?:number|no)_|passcode|maiden_name|security_?(?:answer|question)|recovery_?code|backup_?code/

const EMAIL =
  /_e_?mails?_|_e_?mail_?(?:address|adresse)|email(?:address|adresse)?_|correo_electr|_courriel_|メール/
