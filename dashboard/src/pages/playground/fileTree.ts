/** Paths as the folders they stand in. */
export interface TreeNode {
  name: string
  /** Of a file; a folder has none. */
  path?: string
  children: TreeNode[]
}

/** Folders first, then files, each by name. */
export function fileTree(paths: readonly string[]): TreeNode[] {
  const root: TreeNode = { name: '', children: [] }
  for (const path of paths) {
    let folder = root
    const parts = path.split('/')
    const name = parts.pop() ?? ''
    for (const part of parts) {
      let next = folder.children.find((child) => child.path === undefined && child.name === part)
      if (next === undefined) {
        next = { name: part, children: [] }
        folder.children.push(next)
      }
      folder = next
    }
    folder.children.push({ name, path, children: [] })
  }
  sort(root)
  return root.children
}

function sort(node: TreeNode): void {
  const isFile = (child: TreeNode) => Number(child.path !== undefined)
  node.children.sort((a, b) => isFile(a) - isFile(b) || a.name.localeCompare(b.name))
  for (const child of node.children) sort(child)
}
