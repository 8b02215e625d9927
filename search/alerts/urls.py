"""Addresses of following."""

from django.contrib.auth.views import LoginView, LogoutView
from django.urls import path

from search.alerts import views

urlpatterns = [
    path("login/", LoginView.as_view(template_name="search/alerts/login.html"), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("following/", views.following, name="following"),
    path("following/new/", views.follow, name="follow"),
    path("following/<key:pk>/end/", views.unfollow, name="unfollow"),
    path("unsubscribe/<str:token>/", views.unsubscribe, name="unsubscribe"),
]
