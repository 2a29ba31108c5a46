from django.urls import include, path

from . import views

app_name = "helpcenter"

one_article = [
    path("", views.article, name="article"),
    path("vote/", views.vote, name="vote"),
]

urlpatterns = [
    path("", views.home, name="home"),
    path("feed.atom", views.feed, name="feed"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("pictures/<uuid:pk>/<str:size>", views.picture, name="picture"),
    path("following/", views.following, name="following"),
    path("following/change/", views.follow, name="follow"),
    path("following/stop/<str:token>/", views.stop_following, name="stop_following"),
    path("files/<uuid:pk>/", views.attachment, name="attachment"),
    path("<slug:slug>/", views.category, name="category"),
    path("<slug:category_slug>/<slug:slug>/", include(one_article)),
]
