"""What a reader of LangChain's own quick start writes: the peer of ``vademecum bench peers``.

Run as a program: ``langchain_quick_start.py load FOLDER MODEL QUESTION`` loads a saved FAISS store
in a fresh process and prints the best passage.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any


def embeddings(model: str) -> Any:
    """Return LangChain's embedding model over a local folder."""
    from langchain_huggingface import HuggingFaceEmbeddings

    return HuggingFaceEmbeddings(model_name=model)


def save(folder: str, model: str, texts: Sequence[str], vectors: Any) -> None:
    """Write a LangChain FAISS store of ``texts``; the vectors are given, not computed again."""
    from langchain_community.vectorstores import FAISS

    pairs = list(zip(texts, vectors.tolist(), strict=True))
    FAISS.from_embeddings(pairs, embeddings(model)).save_local(folder)


def load(folder: str, model: str, question: str) -> str:
    """Return the best passage for ``question`` from a saved store."""
    from langchain_community.vectorstores import FAISS

    store = FAISS.load_local(folder, embeddings(model), allow_dangerous_deserialization=True)
    return str(store.similarity_search(question, k=4)[0].page_content)


if __name__ == "__main__":
    sys.stdout.write(load(*sys.argv[2:5]))
