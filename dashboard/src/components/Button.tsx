import type { ComponentProps } from 'react'

export interface ButtonProps extends ComponentProps<'button'> {
  kind?: 'primary' | 'danger' | 'plain'
  size?: 'small'
}

export function Button({ kind, size, type = 'button', className = '', ...rest }: ButtonProps) {
  return <button type={type} className={`button ${className}`} data-kind={kind} data-size={size} {...rest} />
}
