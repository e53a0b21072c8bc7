"""Our own re-wordings of template-made questions, as data: a package so that wheels hold them."""
