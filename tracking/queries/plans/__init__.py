"""What the pages of improvement plans read. The queries of inquiries know nothing of them."""
