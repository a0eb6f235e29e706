import { Link } from 'react-router-dom'
import { selectCartCount } from '../store/cartSlice'
import { useAppSelector } from '../store/hooks'

export function CartButton() {
  const count = useAppSelector(selectCartCount)
  return (
    <Link to="/cart" className="rounded-full bg-lime-800 px-4 py-2 text-white">
      Cart ({count})
    </Link>
  )
}
