int board_blink(int *p)
{
	return *p;
}
int board_loop(int *p)
{
	return board_blink(p) + 1;
}
int main(void)
{
	int x = 0;
	return board_loop(&x);
}
