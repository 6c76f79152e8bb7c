/** A message of one section, composed when asked for. */
export type Sketch = [section: string, title: string, text: () => string]
