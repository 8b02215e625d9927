"""What templates say in Persian: digits, dates, numbers. (Filled in with the pages.)"""

from django import template

register = template.Library()
