"""The forms of the desk."""

from django import forms
from django.utils.translation import gettext_lazy as _

from unionhall.base.ui.forms import CameraField, DayField, UiForm


class WordForm(UiForm):
    """Whether it is open after all, and why it was not."""

    open_now = forms.ChoiceField(label=_("现在怎么样"), choices=[("yes", _("开着")), ("no", _("确实关了，先停开"))], widget=forms.RadioSelect)
    reason = forms.CharField(label=_("怎么回事"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}), help_text=_("会写在驿站的记录里"))


class ReasonForm(UiForm):
    """Why."""

    reason = forms.CharField(label=_("怎么回事"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))


class MendForm(UiForm):
    """What was done, and how it looks now."""

    reply = forms.CharField(label=_("回复，报的人会看到"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
    photo = CameraField(label=_("修好以后的照片"), required=False)


class RefuseForm(UiForm):
    """Why it cannot be done."""

    reply = forms.CharField(label=_("为什么办不了，报的人会看到"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class PhotoForm(UiForm):
    """A picture for everybody."""

    photo = CameraField(label=_("照片"), help_text=_("拍门口、屋里。别拍到来的人的脸和证件。拍的地点、时间、手机型号会去掉"))
    says = forms.CharField(label=_("照片里是什么"), max_length=80, help_text=_("给看不见的人听的，比如：临街的门，门上有红色的驿站牌子"))


class LotForm(UiForm):
    """One lot."""

    station = forms.TypedChoiceField(label=_("哪个驿站"), coerce=int)
    item = forms.CharField(label=_("物品"), max_length=40)
    amount = forms.IntegerField(label=_("数量"), min_value=1, max_value=100_000)
    unit = forms.CharField(label=_("单位"), max_length=10, initial=_("盒"))
    expires_on = DayField(label=_("哪天到期"), required=False)
    spot = forms.CharField(label=_("放在哪里"), max_length=40, required=False)

    def __init__(self, *args: object, stations: list[tuple[int, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["station"].choices = stations


class EndForm(UiForm):
    """How a lot ends; a fresh one in its place wants its amount."""

    how = forms.ChoiceField(choices=[("used", _("用完了")), ("thrown", _("扔掉了")), ("replaced", _("换了新的"))])
    amount = forms.IntegerField(label=_("新的数量"), min_value=1, max_value=100_000, required=False)
    expires_on = DayField(label=_("新的哪天到期"), required=False)


class BoundaryForm(UiForm):
    """An outline to lay under the stations."""

    file = forms.FileField(label=_("边界文件"), help_text=_("GeoJSON，WGS-84 坐标，里面是区的面，最多 4 MB"))
    review_number = forms.CharField(label=_("审图号"), max_length=40, help_text=_("会写在地图上，例如 GS(2024)0650号。没有审图号不能放"))
    source = forms.CharField(label=_("边界是哪里来的"), max_length=200)


class PeopleForm(UiForm):
    """A sheet of people by cell and hour."""

    union = forms.TypedChoiceField(label=_("哪家工会的"), coerce=int)
    file = forms.FileField(label=_("表格"), help_text=_("第一行：格子（或者纬度、经度）、从几点、到几点、人数"))
    source = forms.CharField(label=_("数是哪里来的、哪天的"), max_length=120)

    def __init__(self, *args: object, unions: list[tuple[int, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["union"].choices = unions
