/** What a plain page does with script: classic scripts that share their names, and handlers in attributes. */

/** The page's policy runs no script but those that carry this. It keeps nothing out: all of the frame is untrusted. */
export const SCRIPT_NONCE = 'preview'

export function runClassicScript(code: string): void {
  const script = document.createElement('script')
  script.nonce = SCRIPT_NONCE
  script.textContent = code
  document.body.append(script)
}

/** Makes `onclick="…"` and its like work below `root`, now and for what is added later: the policy runs no attribute. */
export function bindHandlers(root: HTMLElement): void {
  bindBelow(root)
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) {
      for (const node of addedNodes) if (node instanceof HTMLElement) bindBelow(node)
    }
  }).observe(root, { childList: true, subtree: true })
}

function bindBelow(root: HTMLElement): void {
  for (const element of [root, ...root.querySelectorAll('*')]) {
    for (const { name, value } of [...element.attributes]) {
      if (!/^on[a-z]+$/.test(name)) continue
      element.removeAttribute(name)
      const handler = new Function('event', value)
      element.addEventListener(name.slice(2), (event) => {
        if (handler.call(element, event) === false) event.preventDefault()
      })
    }
  }
}
