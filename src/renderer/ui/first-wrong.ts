/** A field that says that its value is wrong. */
const wrong =
  '[data-invalid] :is(input:not([type="hidden"]), textarea, button), fieldset[aria-invalid="true"] input'
/** What is sent together. */
const together = 'form, [role="dialog"], [role="alertdialog"], section, main'

/**
 * Leads to what is wrong, in every form: when something is sent and refused, by the form itself or later by the engine, the first
 * wrong field gets the focus and comes into sight. Who goes on typing or pressing meanwhile is not called back.
 * @returns a function that ends it
 */
export function leadToFirstWrong(page: Document): () => void {
  let watching: MutationObserver | undefined
  const end = (): void => {
    watching?.disconnect()
    watching = undefined
  }
  const begin = ({ target, type }: Event): void => {
    if (!(target instanceof Element)) return
    const sent = type === 'submit' ? target : target.closest('[data-acts]')
    const scope = sent?.closest(together)
    if (!scope) return
    end()
    const lead = (): void => {
      const first = watching && scope.querySelector<HTMLElement>(wrong)
      if (!first) return
      end()
      first.focus()
      first.scrollIntoView({ block: 'center' })
    }
    watching = new MutationObserver(lead)
    const attributeFilter = ['data-invalid', 'aria-invalid']
    watching.observe(scope, { subtree: true, childList: true, attributes: true, attributeFilter })
    // Fields that were wrong before and still are change nothing.
    requestAnimationFrame(lead)
  }
  const listeners = [
    ...(['submit', 'click'] as const).map((type) => [type, begin] as const),
    ...(['keydown', 'pointerdown', 'input'] as const).map((type) => [type, end] as const),
  ]
  for (const [type, listener] of listeners) page.addEventListener(type, listener, true)
  return () => {
    end()
    for (const [type, listener] of listeners) page.removeEventListener(type, listener, true)
  }
}
