export interface BookingDraft {
  name: string
  email: string
  phone: string
  date: string
  time: string
  guests: number
  notes: string
  acceptTerms: boolean
}

export interface Booking extends BookingDraft {
  reference: string
}

export const EMPTY_DRAFT: BookingDraft = {
  name: '',
  email: '',
  phone: '',
  date: '',
  time: '19:00',
  guests: 2,
  notes: '',
  acceptTerms: false,
}

export const TIMES = ['18:00', '18:30', '19:00', '19:30', '20:00', '20:30', '21:00']
export const MAX_GUESTS = 10
