<?xml version="1.0"?>
<CHANNEL HREF="https://cdf.example/"><TITLE>CDF</TITLE>
<ITEM HREF="https://cdf.example/1" LASTMOD="2026-10-07T10:00:00+00:00"><TITLE>Old but readable</TITLE><ABSTRACT>From another age.</ABSTRACT></ITEM>
</CHANNEL>
