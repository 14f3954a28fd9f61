"""What do all pages share: template, languages, links, labels, style, scripts?"""
