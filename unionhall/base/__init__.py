"""No trade words: values and small machines that every room stands on."""
