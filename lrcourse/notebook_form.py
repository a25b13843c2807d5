"""The normal form of a stored notebook, so that a diff shows only what a maintainer changed."""

import nbformat

LIVE = "application/vnd.jupyter.widget-view+json"  # stored without its model, JupyterLab shows an error instead
METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
KEPT = ("nbgrader", "tags")  # the keys of a cell's metadata that stay


def normal(notebook):
    """Put a notebook into normal form and return it: known metadata, counts 1..n, merged streams, pictures and text but
    no live widget.
    """
    count = 0
    for cell in notebook.cells:
        cell.metadata = nbformat.NotebookNode({key: cell.metadata[key] for key in KEPT if cell.metadata.get(key)})
        if cell.cell_type != "code":
            continue
        count += 1
        cell.execution_count = count if cell.execution_count is not None else None
        cell.outputs = _merged(cell.outputs)
        for output in cell.outputs:
            if output.output_type == "execute_result":
                output.execution_count = cell.execution_count
            output.get("data", {}).pop(LIVE, None)
    notebook.metadata = nbformat.from_dict(METADATA)
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    return notebook


def _merged(outputs):
    """Return the outputs with neighbouring pieces of one stream joined: where a stream is cut depends on timing."""
    merged = []
    for output in outputs:
        if output.output_type == "stream" and merged and merged[-1].get("name") == output.name:
            merged[-1].text += output.text
        else:
            merged.append(output)
    return merged


def text_of(notebook):
    """Return the text of a notebook's file."""
    return nbformat.writes(notebook) + "\n"
