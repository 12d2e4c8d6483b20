#!/bin/sh
# Become the first process of a machine of its own: systemd, on an overlay of this system that forgets everything, with wirefeed installed.
#
#     unshare --mount --pid --fork --cgroup --ipc --uts --kill-child sh booted.sh FOLDER PYTHON PROGRAM SOURCE PACKAGES...
#
# FOLDER (empty) is where it is built, PYTHON the prefix of an interpreter, PROGRAM its path below that, SOURCE the checkout, PACKAGES the
# folders of installed packages. /opt/wirefeed has what systemd/README.md installs there; the network is that of the machine around it.
set -eu
folder=$1 python=$2 program=$3 source=$4
shift 4

mount --make-rprivate /
mount -t tmpfs tmpfs "$folder"
mkdir "$folder/upper" "$folder/work" "$folder/root"
root=$folder/root
mount -t overlay overlay -o "lowerdir=/,upperdir=$folder/upper,workdir=$folder/work" "$root"
mount -t proc proc "$root/proc"
mount -t sysfs -o ro sysfs "$root/sys"
mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup"
for each in run dev; do mount -t tmpfs -o mode=755 tmpfs "$root/$each"; done
mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
mkdir "$root/dev/pts" "$root/dev/shm"
mount -t devpts -o newinstance,ptmxmode=0666 devpts "$root/dev/pts"
ln -s pts/ptmx "$root/dev/ptmx"
for each in null zero full random urandom tty; do cp -a "/dev/$each" "$root/dev/"; done

# What belongs to hardware, to this machine's own services and to its name servers stays asleep.
rm -rf "$root"/etc/systemd/system/*.wants
for each in udevd udev-trigger networkd resolved timesyncd logind random-seed sysctl modules-load remount-fs binfmt hwdb-update sysusers; do
  ln -sf /dev/null "$root/etc/systemd/system/systemd-$each.service"
done

opt=$root/opt/wirefeed path=/opt/wirefeed/source
mkdir -p "$opt/bin" "$opt/python" "$opt/source" "$root/etc/wirefeed"
mount --bind "$python" "$opt/python"
mount --bind "$source" "$opt/source"
for each in "$@"; do
  path=$path:/opt/wirefeed/packages$#
  mkdir -p "$opt/packages$#"
  mount --bind "$each" "$opt/packages$#"
  shift
done
cat > "$opt/bin/wirefeed" <<X
#!/bin/sh
export LD_LIBRARY_PATH=/opt/wirefeed/python/lib PYTHONPATH=$path
exec /opt/wirefeed/python/$program -m wirefeed "\$@"
X
chmod 755 "$opt/bin/wirefeed"
cp "$source"/systemd/*.service "$source"/systemd/*.timer "$root/etc/systemd/system/"

cd "$root"
mkdir around
pivot_root . around
umount -l around
rmdir around
mount --make-rshared /
exec env -i container=wirefeed-test PATH=/usr/sbin:/usr/bin:/sbin:/bin /lib/systemd/systemd --system --unit=basic.target --log-target=null --show-status=no
