import type { DemoCompany, NamedPerson } from '#bank'

/** A person's entry in demo.json. */
export function customerEntry(person: NamedPerson) {
  const {
    id,
    loginId,
    password,
    name,
    kana,
    phone,
    birthDate,
    questions,
    extraChallenge,
    userNumber,
    accounts,
  } = person
  return {
    channel: 'personal' as const,
    name,
    kana,
    phone,
    birthDate,
    loginId,
    password,
    customerNumber: String(id).padStart(7, '0'),
    questions,
    extraChallenge,
    userNumber,
    accounts,
  }
}

/** A company's entry in demo.json: the sign-in of its first user, with the other users listed in it. */
export function companyEntry(company: DemoCompany) {
  const { company: name, kana, phone, birthDate, inquiryPin, users, accounts } = company
  const [first] = users
  return {
    channel: 'business' as const,
    company: name,
    name: first?.name ?? '',
    kana,
    phone,
    birthDate,
    loginId: first?.loginId ?? '',
    password: first?.password ?? '',
    customerNumber: String(company.id).padStart(7, '0'),
    inquiryPin,
    questions: [],
    extraChallenge: false,
    userNumber: '',
    users,
    accounts: accounts.map(({ inquiryPin: inquiryPinState, ...account }) => ({
      ...account,
      inquiryPinState,
    })),
  }
}
