"""Staff come in with a one-time number, workers with a code on the phone; everybody can leave, here and elsewhere."""

from playwright.sync_api import Page, expect

from .people import PASSWORD, People, sign_in_staff, sign_in_worker
from .screens import shot


def test_staff_sign_in_a_wrong_number_gets_one_sentence_and_locks_nobody_out(people: People) -> None:
    page = people.desk()
    page.goto("/sign-in/staff/")
    shot(page, "desk-sign-in")
    for _try in range(2):
        page.get_by_label("账号").fill("leader")
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_label("动态码").fill("000000")
        page.get_by_role("button", name="登录").click()
        expect(page.get_by_role("alert")).to_be_visible()
        expect(page.get_by_label("账号")).to_have_value("leader")
        assert len(page.locator(".sum li").all()) == 1
    sign_in_staff(page, "leader")
    expect(page.locator(".avatar")).to_be_visible()
    leave_the_desk(page)


def leave_the_desk(page: Page) -> None:
    """Sign out from the account menu; the desk then asks for a log-in."""
    page.locator("details.menu summary").filter(has=page.locator(".avatar")).click()
    page.get_by_role("button", name="退出登录").click()
    expect(page).to_have_url("/")
    page.goto("/desk/")
    expect(page).to_have_url("/sign-in/?next=%2Fdesk%2F")


def test_a_worker_signs_in_by_phone_and_ends_the_session_of_another_device(people: People) -> None:
    first, second = people.phone(), people.desk()
    sign_in_worker(first, "19900009777")
    sign_in_worker(second, "19900009777")
    first.goto("/me/")
    expect(first.get_by_text("这台设备")).to_have_count(1)
    expect(first.get_by_text("另一台设备")).to_have_count(1)
    shot(first, "phone-me")
    other = first.locator("section .flex").filter(has_text="另一台设备")
    other.get_by_role("button", name="让它退出").click()
    expect(first.get_by_text("另一台设备")).to_have_count(0)
    second.goto("/me/")
    expect(second.get_by_role("link", name="用手机号登录")).to_be_visible()
    first.get_by_role("button", name="退出登录").click()
    first.goto("/me/")
    expect(first.get_by_role("link", name="用手机号登录")).to_be_visible()


def test_a_wrong_code_is_said_beside_its_field_and_the_phone_number_stays(people: People) -> None:
    page = people.phone()
    page.goto("/sign-in/")
    page.get_by_label("您的手机号").fill("19900009778")
    page.get_by_role("button", name="发验证码").click()
    page.get_by_label("验证码").fill("12")
    page.get_by_role("button", name="登录").click()
    expect(page.locator(".field-wrong")).to_be_visible()
    expect(page.locator("main")).to_contain_text("199****9778")
