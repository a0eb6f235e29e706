import { Faq } from './components/Faq'
import { Features } from './components/Features'
import { Footer } from './components/Footer'
import { Header } from './components/Header'
import { Hero } from './components/Hero'
import { Newsletter } from './components/Newsletter'
import { Pricing } from './components/Pricing'
import { Testimonials } from './components/Testimonials'

export function App() {
  return (
    <div className="bg-crema text-bean">
      <Header />
      <main>
        <Hero />
        <Features />
        <Testimonials />
        <Pricing />
        <Faq />
        <Newsletter />
      </main>
      <Footer />
    </div>
  )
}
